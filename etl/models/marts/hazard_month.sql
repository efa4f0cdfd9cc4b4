-- grain: region_code, month, sector, level, found_by
-- Stock and flow of hazards; definitions: open at D is found <= D and not closed by D; overdue at D is open
-- at D and due before D; a month is judged at its last day.
WITH cells AS (SELECT * FROM stg_hazard_cells),

-- Each cell says when it adds to a measure; stocks run from an entry to an exit.
events AS (
    SELECT region_code, sector, level, found_by, found_first AS event_first, 'found' AS measure, hazards AS n FROM cells
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, closed_first AS event_first, 'closed' AS measure, hazards AS n FROM cells
    WHERE closed_first IS NOT NULL
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, due_first AS event_first, 'due' AS measure, hazards AS n FROM cells
    WHERE due_first IS NOT NULL
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, due_first AS event_first, 'on_time' AS measure, hazards AS n FROM cells
    WHERE is_on_time
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, due_first AS event_first, 'closed_of_due' AS measure, hazards AS n FROM cells
    WHERE closed_first <= due_first
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, greatest(due_first, closed_first) AS event_first,
        'closed_of_due_year' AS measure, hazards AS n
    FROM cells
    WHERE due_first IS NOT NULL AND closed_first IS NOT NULL AND year(closed_first) <= year(due_first)
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, greatest(overdue_first, found_first) AS event_first,
        'overdue_in' AS measure, hazards AS n
    FROM cells
    WHERE overdue_first IS NOT NULL AND (closed_first IS NULL OR closed_first > greatest(overdue_first, found_first))
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, closed_first AS event_first, 'overdue_in' AS measure, -hazards AS n
    FROM cells
    WHERE overdue_first IS NOT NULL AND closed_first > greatest(overdue_first, found_first)
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, found_first AS event_first, 'supervised_in' AS measure, hazards AS n
    FROM cells WHERE is_supervised
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, closed_first AS event_first, 'supervised_in' AS measure, -hazards AS n
    FROM cells WHERE is_supervised AND closed_first IS NOT NULL
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, greatest(overdue_first, found_first) AS event_first,
        'supervised_overdue_in' AS measure, hazards AS n
    FROM cells
    WHERE is_supervised AND overdue_first IS NOT NULL
        AND (closed_first IS NULL OR closed_first > greatest(overdue_first, found_first))
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, closed_first AS event_first, 'supervised_overdue_in' AS measure, -hazards AS n
    FROM cells
    WHERE is_supervised AND overdue_first IS NOT NULL AND closed_first > greatest(overdue_first, found_first)
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, found_first AS event_first, 'five_settled_in' AS measure, hazards AS n
    FROM cells WHERE is_five_settled
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, closed_first AS event_first, 'five_settled_in' AS measure, -hazards AS n
    FROM cells WHERE is_five_settled AND closed_first IS NOT NULL
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, found_first AS event_first, 'cohort_in' AS measure, hazards AS n
    FROM cells WHERE is_cohort
    UNION ALL BY NAME
    SELECT region_code, sector, level, found_by, closed_first AS event_first, 'cohort_out' AS measure, hazards AS n
    FROM cells WHERE is_cohort AND closed_first IS NOT NULL
),

-- What happened before the plan's first month counts into that month's opening only.
clipped AS (
    SELECT e.* EXCLUDE (event_first), greatest(event_first, s.first_day - 1) AS event_first FROM events AS e, plan_settings AS s
    WHERE event_first <= s.last_day
),

sums AS (
    SELECT
        region_code, sector, level, found_by, event_first,
        coalesce(sum(n) FILTER (WHERE measure = 'found'), 0) AS found,
        coalesce(sum(n) FILTER (WHERE measure = 'closed'), 0) AS closed,
        coalesce(sum(n) FILTER (WHERE measure = 'due'), 0) AS due,
        coalesce(sum(n) FILTER (WHERE measure = 'on_time'), 0) AS on_time,
        coalesce(sum(n) FILTER (WHERE measure = 'closed_of_due'), 0) AS closed_of_due,
        coalesce(sum(n) FILTER (WHERE measure = 'closed_of_due_year'), 0) AS closed_of_due_year,
        coalesce(sum(n) FILTER (WHERE measure = 'overdue_in'), 0) AS overdue_in,
        coalesce(sum(n) FILTER (WHERE measure = 'supervised_in'), 0) AS supervised_in,
        coalesce(sum(n) FILTER (WHERE measure = 'supervised_overdue_in'), 0) AS supervised_overdue_in,
        coalesce(sum(n) FILTER (WHERE measure = 'five_settled_in'), 0) AS five_settled_in,
        coalesce(sum(n) FILTER (WHERE measure = 'cohort_in'), 0) AS cohort_in,
        coalesce(sum(n) FILTER (WHERE measure = 'cohort_out'), 0) AS cohort_out
    FROM clipped GROUP BY ALL
),

places AS (SELECT DISTINCT region_code, sector, level, found_by FROM sums),

calendar AS (
    SELECT p.*, m.month, m.first_day, m.year_start
    FROM places AS p, (
        SELECT month, first_day, year_start FROM stg_months
        UNION ALL
        SELECT NULL, first_day - 1, NULL FROM plan_settings
    ) AS m
),

filled AS (
    SELECT c.*, s.* EXCLUDE (region_code, sector, level, found_by, event_first)
    FROM calendar AS c LEFT JOIN sums AS s
        ON c.region_code = s.region_code AND c.sector = s.sector AND c.level = s.level
        AND c.found_by = s.found_by AND c.first_day = s.event_first
),

running AS (
    SELECT
        region_code, month, sector, level, found_by,
        coalesce(found, 0)::BIGINT AS found,
        coalesce(closed, 0)::BIGINT AS closed,
        (sum(coalesce(found, 0) - coalesce(closed, 0)) OVER upto)::BIGINT AS open_stock,
        (sum(coalesce(overdue_in, 0)) OVER upto)::BIGINT AS overdue,
        coalesce(due, 0)::BIGINT AS due,
        coalesce(on_time, 0)::BIGINT AS on_time,
        coalesce(closed_of_due, 0)::BIGINT AS closed_of_due,
        (sum(coalesce(due, 0)) OVER in_year)::BIGINT AS due_ytd,
        (sum(coalesce(on_time, 0)) OVER in_year)::BIGINT AS on_time_ytd,
        (sum(coalesce(closed_of_due_year, 0)) OVER in_year)::BIGINT AS closed_of_due_ytd,
        (sum(coalesce(supervised_in, 0)) OVER upto)::BIGINT AS supervised_open,
        (sum(coalesce(supervised_overdue_in, 0)) OVER upto)::BIGINT AS supervised_overdue,
        (sum(coalesce(five_settled_in, 0)) OVER upto)::BIGINT AS five_settled_open,
        (sum(coalesce(cohort_in, 0)) OVER upto)::BIGINT AS cohort_total,
        (sum(coalesce(cohort_out, 0)) OVER upto)::BIGINT AS cohort_closed
    FROM filled
    WINDOW
        upto AS (PARTITION BY region_code, sector, level, found_by ORDER BY first_day),
        in_year AS (PARTITION BY region_code, sector, level, found_by, year_start ORDER BY first_day)
)

SELECT
    region_code, month, sector, level, found_by,
    open_stock - found + closed AS opening,
    * EXCLUDE (region_code, month, sector, level, found_by),
    cohort_total - cohort_closed AS cohort_open
FROM running
WHERE month IS NOT NULL
