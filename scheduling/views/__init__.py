"""Pages of the arrangement: counties, sites, room-sessions, moves, review, changes, notices."""
