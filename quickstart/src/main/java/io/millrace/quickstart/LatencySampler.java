// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures how long after its beginning a change was visible in PostgreSQL, from what PostgreSQL itself knows.
 *
 * <p>A row became visible when the transaction that wrote it committed: {@code pg_xact_commit_timestamp(xmin)}. A
 * device event begins when the API receives it, {@code received_at}; a shop row when its transaction begins, {@code
 * updated_at}. Rows are looked at often enough to see most versions before they are overwritten, and each version is
 * counted once. The first sight of a device event counts; a repeated upload that writes it again does not.
 *
 * <p>Only the last pages of a table are looked at, where new versions mostly are, so that a look costs the same however
 * long the table. Not thread-safe.
 */
final class LatencySampler {
    private static final int REMEMBERED = 200_000;

    private final Connection connection;
    private final Map<String, Boolean> seen = new LinkedHashMap<>(1024, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<String, PreparedStatement> queries = new HashMap<>();

    LatencySampler(Connection connection) {
        this.connection = connection;
    }

    /** Adds the device events that began since then and were not seen before. */
    void sampleDeviceEvents(Latencies latencies, Instant since) throws SQLException {
        sample(DeviceTable.POLLED.target(), "event_id", "received_at", latencies, since);
    }

    /** Adds the versions of shop rows that began since then and were not seen before. */
    void sampleShopRows(Latencies latencies, Instant since) throws SQLException {
        for (ShopTable table : ShopTable.values()) {
            StringBuilder version = new StringBuilder();
            table.keys().forEach(key -> version.append(key.name()).append(" || '/' || "));
            sample(table.target(), version + "updated_at", "updated_at", latencies, since);
        }
    }

    private void sample(String table, String version, String begin, Latencies latencies, Instant since)
            throws SQLException {
        if (!queries.containsKey(table) && !Target.exists(connection, table)) {
            return;
        }
        PreparedStatement query = query(table, version, begin);
        query.setObject(1, since.atOffset(ZoneOffset.UTC));
        try (ResultSet found = query.executeQuery()) {
            while (found.next()) {
                if (seen.put(table + "/" + found.getString(1), true) == null) {
                    latencies.add(found.getDouble(2));
                }
            }
        }
    }

    private PreparedStatement query(String table, String version, String begin) throws SQLException {
        PreparedStatement query = queries.get(table);
        if (query == null) {
            query = connection.prepareStatement("SELECT " + version
                    + ", extract(epoch FROM pg_xact_commit_timestamp(xmin) - " + begin + "::timestamptz) * 1000 FROM "
                    + table + " WHERE " + Target.lastPages(table) + " AND " + begin + " >= ?::timestamptz");
            queries.put(table, query);
        }
        return query;
    }
}
