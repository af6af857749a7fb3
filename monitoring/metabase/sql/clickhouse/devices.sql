-- SPDX-License-Identifier: Apache-2.0
SELECT device_id,
       count(*) AS events,
       count(DISTINCT session_id) AS sessions,
       min(occurred_at) AS first_seen_at,
       max(occurred_at) AS last_seen_at,
       argMax(device_events.platform, occurred_at) AS platform,
       argMax(device_events.app_version, occurred_at) AS app_version,
       argMax(device_events.locale, occurred_at) AS locale
FROM device_events
GROUP BY device_id
