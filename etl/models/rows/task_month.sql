-- Each month's newest report of a task; a cell holds one row, so its percentage is the row's.
WITH reports AS (
    SELECT *, lead(report_month) OVER (PARTITION BY region_code, task_id ORDER BY report_month) AS next_month
    FROM task_progress
)

SELECT
    p.region_code,
    m.month,
    p.task_id,
    'task_progress' AS ledger,
    p.task_id || ' ' || p.report_month AS row_id,
    p.done_date AS row_date,
    p.note AS told,
    p._file,
    p._row,
    1 AS reported,
    (CASE
        WHEN p.done_date IS NOT NULL THEN p.done_date <= m.last_day
        ELSE coalesce(p.percent >= 100, FALSE)
    END)::INTEGER AS done,
    p.percent
FROM reports AS p
JOIN stg_months AS m
    ON m.month >= p.report_month AND (p.next_month IS NULL OR m.month < p.next_month)
