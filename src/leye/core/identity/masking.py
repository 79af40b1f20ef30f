"""Masking for screens and lists: enough to recognise a person one knows, too little to find a stranger."""

import re


def mask_id(number: str) -> str:
    """First six and last four characters of an identity number, the rest as stars."""
    return (
        f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
        if len(number) > 10
        else "*" * len(number)
    )


def mask_phone(number: str) -> str:
    """First three and last four digits of a telephone number."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)


def mask_name(name: str) -> str:
    """The first character of a name."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2) if name else ""


def mask_found(text: str) -> str:
    """A cell's text with each long number in it masked."""
    return re.sub(r"\d{7,}[\dXx]?", lambda match: mask_id(match.group()), text)
