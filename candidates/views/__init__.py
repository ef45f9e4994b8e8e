"""Pages of candidates, rosters and photographs."""
