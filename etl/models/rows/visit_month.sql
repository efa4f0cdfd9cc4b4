-- Each visit, meeting or check in its month.
SELECT
    v.region_code,
    m.month,
    coalesce(v.sector_code, 'none') AS sector,
    v.kind,
    coalesce(v.activity, 'none') AS activity,
    'visits' AS ledger,
    v.visit_id AS row_id,
    v.visit_date AS row_date,
    concat_ws(' ', v.visitor_id, coalesce(e.name, v.enterprise_id)) AS told,
    v._file,
    v._row,
    1 AS visits,
    v.raised,
    v.solved,
    (v.raised > 0)::INTEGER AS with_raised,
    (v.solved > 0)::INTEGER AS with_solved
FROM visits AS v
JOIN stg_months AS m ON v.visit_date BETWEEN m.first_day AND m.last_day
LEFT JOIN enterprises AS e ON v.region_code = e.region_code AND v.enterprise_id = e.enterprise_id
