-- The newest build that was noted.
SELECT max(build) AS build FROM builtSlices
