"""信息比对: rosters of others against the ledger, what was found, and what was judged."""
