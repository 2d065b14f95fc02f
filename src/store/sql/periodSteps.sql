-- Sums of a period and of the one before it, in steps. A series and a comparison of one view ask alike.
-- Lists that may stand in several rows are counted once for each period, which every step of it says.
SELECT * EXCEPT (shownIn, clickedIn), uniqExactMerge(shownIn) OVER period AS shownAgain, uniqExactMerge(clickedIn) OVER period AS clickedAgain
FROM (/*{sums}*/)
WINDOW period AS (PARTITION BY isBefore)
