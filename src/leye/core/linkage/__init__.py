"""信息比对: the same person in two rosters, by number first and by everything else after it."""
