// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.CompressionMethod;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableName;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements for ClickHouse, one at a time, to one of several servers: the same one until it cannot be reached. Nothing is
 * tried again here. Used by one thread at a time, except for {@link #abort}.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** More than a batch can have: its rows are one block, for which there is one token. */
    private static final String BLOCK_ROWS = "100000000";

    private static final int BUFFER_BYTES = 1 << 18;

    private final ConnectionOptions options;
    private final ServerErrors errors;
    private final Map<Layout, Block> blocks = new HashMap<>();
    private int endpoint;
    private volatile @Nullable Client client;

    Session(ConnectionOptions options) {
        this.options = options;
        this.errors = new ServerErrors(options.user());
    }

    /** The server in use, for messages. */
    String address() {
        return options.urls().get(endpoint);
    }

    /** Runs a statement that gives nothing back. */
    void execute(String action, @Nullable TableName table, String sql) {
        run(action, table, () -> {
            client().query(sql, querySettings()).get().close();
            return true;
        });
    }

    /** The rows of a query whose columns are texts, none of them null. */
    List<List<String>> rows(String action, @Nullable TableName table, String sql) {
        return run(action, table, () -> {
            List<List<String>> rows = new ArrayList<>();
            for (GenericRecord record : client().queryAll(sql, querySettings())) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= record.getSchema().getColumns().size(); i++) {
                    row.add(record.getString(i));
                }
                rows.add(row);
            }
            return rows;
        });
    }

    /**
     * Inserts rows as one block.
     *
     * @param token by which the server knows a repetition; empty for none
     */
    void insert(Layout layout, CompactedRows rows, String token) {
        TableName table = layout.table();
        Block block = blocks.computeIfAbsent(layout, Block::of);
        ClickHouseFormat format = block.format(rows);
        InsertSettings settings = new InsertSettings()
                .setDatabase(table.schema())
                .serverSetting("async_insert", "0")
                .serverSetting("max_insert_block_size", BLOCK_ROWS)
                .serverSetting("wait_end_of_query", "1");
        Block.strictness(format).forEach(settings::serverSetting);
        if (layout.hasDocuments()) { // servers without the type do not know the settings
            settings.serverSetting("input_format_binary_read_json_as_string", "1")
                    .serverSetting("input_format_try_infer_dates", "0") // texts in them stay as they are
                    .serverSetting("input_format_try_infer_datetimes", "0");
        }
        if (!token.isEmpty()) {
            settings.setDeduplicationToken(token)
                    .serverSetting("insert_deduplicate", "1")
                    .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1");
        }
        run("write to table " + table, table, () -> {
            try (InsertResponse response = client().insert(
                            Sql.name(table.name()),
                            layout.columns().stream().map(Sql::name).toList(),
                            out -> block.write(rows, out),
                            format,
                            settings)
                    .get()) {
                return response.getWrittenRows();
            }
        });
    }

    private QuerySettings querySettings() {
        return new QuerySettings().setDatabase(options.database()).waitEndOfQuery(true);
    }

    private <T> T run(String action, @Nullable TableName table, Callable<T> work) {
        try {
            return work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Cannot " + action + " now: interrupted.", e);
        } catch (ExecutionException e) {
            throw translated(e.getCause() == null ? e : e.getCause(), action, table);
        } catch (Exception e) {
            throw translated(e, action, table);
        }
    }

    private RuntimeException translated(Throwable failure, String action, @Nullable TableName table) {
        if (failure instanceof Error error) {
            throw error;
        }
        ServerException fromServer = serverException(failure);
        String address = address();
        if (fromServer != null) {
            return errors.translate(fromServer, address, action, table);
        }
        if (failure instanceof ConnectException known) {
            return known;
        }
        next();
        return new StoreUnavailableException(
                "Cannot " + action + " now: no answer from " + address + ": " + rootMessage(failure) + ".", failure);
    }

    private static @Nullable ServerException serverException(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ServerException found) {
                return found;
            }
        }
        return null;
    }

    private static String rootMessage(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getClass().getSimpleName() + (at.getMessage() == null ? "" : " " + at.getMessage());
    }

    /** The next statement goes to the next server. */
    private void next() {
        close();
        endpoint = (endpoint + 1) % options.urls().size();
        if (options.urls().size() > 1) {
            LOG.warn("Trying {} next", address());
        }
    }

    private Client client() {
        Client current = client;
        if (current == null) {
            current = connected();
            client = current;
            LOG.info("Writing to ClickHouse at {}", address());
        }
        return current;
    }

    private Client connected() {
        long seconds = Math.max(1, options.requestTimeout().toSeconds());
        Client.Builder builder = new Client.Builder()
                .addEndpoint(address())
                .setUsername(options.user())
                .setPassword(options.password())
                .setDefaultDatabase(options.database())
                .setClientName("millrace-clickhouse-sink")
                .setConnectTimeout(options.timeout().toMillis(), ChronoUnit.MILLIS)
                .setSocketTimeout(options.requestTimeout().toMillis(), ChronoUnit.MILLIS)
                .setMaxRetries(0)
                .retryOnFailures(ClientFaultCause.None)
                .useAsyncRequests(false)
                .setMaxConnections(1)
                .setClientNetworkBufferSize(BUFFER_BYTES)
                .compressServerResponse(false)
                .compressClientRequest(options.isCompressed())
                .compressionMethod(CompressionMethod.LZ4)
                .serverSetting("max_execution_time", String.valueOf(seconds));
        options.settings().forEach(builder::serverSetting);
        if (!options.rootCertificate().isEmpty()) {
            builder.setRootCertificate(options.rootCertificate());
        }
        if (!options.certificate().isEmpty()) {
            builder.setClientCertificate(options.certificate()).setClientKey(options.key());
        }
        return builder.build();
    }

    /** Ends what another thread is doing. */
    void abort() {
        close();
    }

    @Override
    public void close() {
        Client current = client;
        client = null;
        if (current != null) {
            current.close();
        }
    }
}
