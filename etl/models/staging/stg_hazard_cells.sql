-- grain: region_code, sector, level, found_by, found_first, due_first, overdue_first, closed_first, flags.
-- Hazards counted by everything the marts ask of them, so that the ledger is scanned once.
-- *_first is the first day of the month in which it happened. A due date that passes on a month's last day
-- is overdue only at the end of the next one, hence due_date + 1.
WITH source AS (SELECT * FROM hazards),

renamed AS (
    SELECT
        region_code,
        coalesce(sector_code, 'none') AS sector,
        level,
        coalesce(found_by, 'none') AS found_by,
        date_trunc('month', found_date)::DATE AS found_first,
        date_trunc('month', due_date)::DATE AS due_first,
        date_trunc('month', due_date + 1)::DATE AS overdue_first,
        date_trunc('month', closed_date)::DATE AS closed_first,
        closed_date <= due_date AS is_on_time,
        coalesce(supervision, 'none') AS supervision,
        coalesce(supervision, 'none') <> 'none' AS is_supervised,
        coalesce(five_settled, FALSE) AS is_five_settled,
        coalesce(found_date < (SELECT cohort_before FROM plan_settings), FALSE) AS is_cohort
    FROM source
)

SELECT *, count(*) AS hazards FROM renamed GROUP BY ALL
