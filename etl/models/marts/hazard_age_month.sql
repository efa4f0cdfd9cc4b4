-- grain: region_code, month, sector, level, found_by, age_band, overdue_band
-- Open hazards at each month's last day by how long they have been open (last day - found_date) and by how long they
-- are overdue (last day - due_date where that is positive, else 'none'). Bands of days: models/bands.yml.
WITH days AS (
    SELECT kind, band, unnest(generate_series(low, coalesce(high, low))) AS day FROM hazard_bands
),

-- All days beyond the last band's first one say the same, so that a day finds its band by equality.
caps AS (
    SELECT max(low) FILTER (WHERE kind = 'age') AS age, max(low) FILTER (WHERE kind = 'overdue') AS overdue
    FROM hazard_bands
),

open_at AS (
    SELECT
        h.region_code,
        m.month,
        coalesce(h.sector_code, 'none') AS sector,
        h.level,
        coalesce(h.found_by, 'none') AS found_by,
        least(m.last_day - h.found_date, c.age) AS age_days,
        least(greatest(coalesce(m.last_day - h.due_date, 0), 0), c.overdue) AS overdue_days,
        count(*) AS hazards
    FROM hazards AS h
    JOIN stg_months AS m ON h.found_date <= m.last_day AND coalesce(h.closed_date, DATE '9999-12-31') > m.last_day
    CROSS JOIN caps AS c
    GROUP BY ALL
)

SELECT
    o.region_code,
    o.month,
    o.sector,
    o.level,
    o.found_by,
    a.band AS age_band,
    d.band AS overdue_band,
    sum(o.hazards)::BIGINT AS open_stock
FROM open_at AS o
JOIN days AS a ON a.kind = 'age' AND a.day = o.age_days
JOIN days AS d ON d.kind = 'overdue' AND d.day = o.overdue_days
GROUP BY ALL
