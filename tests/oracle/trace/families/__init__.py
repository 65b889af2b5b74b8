"""Makes drafts of cases: Corefiles of each family with queries that hit and miss, from a seed."""
