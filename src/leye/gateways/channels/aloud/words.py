"""Words for the loudspeaker, for a Weibo post and for the desk: public vacancies in, texts out. No person is in them."""

from collections.abc import Sequence

Row = tuple[str, str, str, str, int, int]  # title, pay, employer, place, openings, number
A_POST, AT_ONCE = 140, 8  # characters of a post; vacancies that a listener can take in


def broadcast(site: str, rows: Sequence[Row]) -> str:
    """What is read out at a site, in spoken sentences."""
    if not rows:
        return ""
    told = [
        f"第{number}个，{employer}招{title}{left}人，工资{pay}，在{place}，岗位编号{key}。"
        for number, (title, pay, employer, place, left, key) in enumerate(rows[:AT_ONCE], start=1)
    ]
    return "\n".join(
        [
            f"{site}的乡亲们，现在播送招工信息。",
            *told,
            "想去的，请到就业服务站登记，说岗位编号就行。不收任何费用，谁收钱、扣身份证，请马上举报。",
            "再播一遍。",
        ]
    )


def weibo(site: str, rows: Sequence[Row], link: str) -> tuple[str, ...]:
    """Posts of at most 140 characters; each names the site and where to see more."""
    posts, now = [], ""
    head, tail = f"#{site}招工#", f" 详见{link}"
    for title, pay, employer, place, left, _ in rows:
        one = f"{employer}招{title}{left}人，{pay}，{place}。"[: A_POST - len(head) - len(tail)]
        if now and len(head) + len(now) + len(one) + len(tail) > A_POST:
            posts.append(head + now + tail)
            now = ""
        now += one
    return (*posts, head + now + tail) if now else ()


def desk(rows: Sequence[Row]) -> tuple[str, ...]:
    """Lines for whoever sits at the desk."""
    return tuple(
        f"{key}　{title}　{employer}　{place}　{pay}　还招{left}人"
        for title, pay, employer, place, left, key in rows
    )
