-- Each facility in every month from its plan, or from its completion where that came first.
WITH dated AS (
    SELECT
        *,
        coalesce(done_date, CASE WHEN done > 0 THEN last_day((report_month || '-01')::DATE) END) AS done_day
    FROM facilities
)

SELECT
    f.region_code,
    m.month,
    coalesce(f.sector_code, 'none') AS sector,
    f.kind,
    'facilities' AS ledger,
    f.facility_id AS row_id,
    f.planned_date AS row_date,
    f.site AS told,
    f._file,
    f._row,
    f.planned,
    CASE WHEN f.done_day <= m.last_day THEN coalesce(f.done, 0) ELSE 0 END AS done
FROM dated AS f
JOIN stg_months AS m ON f.planned_date IS NULL OR least(f.planned_date, f.done_day) <= m.last_day
