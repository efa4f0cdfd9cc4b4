-- Each open hazard at every month's last day, with the bands of its days.
SELECT
    h.region_code,
    m.month,
    coalesce(h.sector_code, 'none') AS sector,
    h.level,
    coalesce(h.found_by, 'none') AS found_by,
    a.band AS age_band,
    d.band AS overdue_band,
    'hazards' AS ledger,
    h.hazard_id AS row_id,
    h.found_date AS row_date,
    concat_ws(' ', h.enterprise, h.description) AS told,
    h._file,
    h._row,
    1 AS open_stock
FROM hazards AS h
JOIN stg_months AS m ON h.found_date <= m.last_day AND (h.closed_date IS NULL OR h.closed_date > m.last_day)
JOIN hazard_bands AS a
    ON a.kind = 'age' AND m.last_day - h.found_date >= a.low AND (a.high IS NULL OR m.last_day - h.found_date <= a.high)
JOIN hazard_bands AS d
    ON d.kind = 'overdue' AND greatest(coalesce(m.last_day - h.due_date, 0), 0) >= d.low
    AND (d.high IS NULL OR greatest(coalesce(m.last_day - h.due_date, 0), 0) <= d.high)
