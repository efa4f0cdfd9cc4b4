-- Each drill in its month.
SELECT
    d.region_code,
    m.month,
    coalesce(d.sector_code, 'none') AS sector,
    d.kind,
    coalesce(d.organiser, 'none') AS organiser,
    'drills' AS ledger,
    d.drill_id AS row_id,
    d.held_date AS row_date,
    coalesce(e.name, d.enterprise_id) AS told,
    d._file,
    d._row,
    1 AS drills,
    d.participants
FROM drills AS d
JOIN stg_months AS m ON d.held_date BETWEEN m.first_day AND m.last_day
LEFT JOIN enterprises AS e ON d.region_code = e.region_code AND d.enterprise_id = e.enterprise_id
