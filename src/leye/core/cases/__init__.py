"""信息比对 as cases: what a comparison finds, who owns it, what may be decided about it."""
