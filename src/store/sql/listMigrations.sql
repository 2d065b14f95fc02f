SELECT number, hash FROM migrations FINAL ORDER BY number
