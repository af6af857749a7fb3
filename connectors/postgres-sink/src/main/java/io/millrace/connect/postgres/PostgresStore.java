// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.RowPlans;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.TableBatch;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TablePlan;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.TableStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL as a {@link TableStore}: one connection, made when it is first needed and after it was lost. */
final class PostgresStore implements TableStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    private final Sessions sessions;
    private final OffsetsTable offsets;
    private final Planner planner;
    private final TableRoute route;
    private final RowPlans<TableName, TablePlan<Layout>> plans = new RowPlans<>();
    private final DirectCopy direct;
    private volatile @Nullable Session session;

    PostgresStore(PostgresSinkConfig config, String connector, String owner) {
        this.sessions = new Sessions(config.connection(), Sessions.OUR_NAMES + connector);
        this.offsets = new OffsetsTable(config.copying().offsetsSchema(), connector, owner);
        Tables tables = new Tables(this::session, config.evolution(), config.isDryRun());
        DeletedKeys deletedKeys =
                new DeletedKeys(this::session, config.copying().offsetsSchema(), config.isDryRun());
        this.direct = new DirectCopy(config.copying().direct() == CopyOptions.CopyDirect.AUTO);
        this.planner = new Planner(tables, config.tables(), deletedKeys, direct);
        this.route = config.route();
    }

    @Override
    public Map<TopicPartition, Claim> claim(List<TopicPartition> partitions) {
        return atomically("take over partitions", connection -> {
            offsets.create(connection);
            return offsets.claim(connection, partitions);
        });
    }

    @Override
    public Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions) {
        return atomically("read offsets", connection -> offsets.read(connection, partitions));
    }

    @Override
    public boolean correct(Map<TopicPartition, Claim> claims) {
        return session().runAtomically("correct offsets", offsets.table(), connection -> {
            boolean owned = offsets.correct(connection, claims);
            if (!owned) {
                connection.rollback();
            }
            return owned;
        });
    }

    private <T> T atomically(String action, Session.Work<T> work) {
        return session().runAtomically(action, offsets.table(), work);
    }

    @Override
    public RowBatch newBatch() {
        return new TableBatch<>(route, plans, planner::knows, false);
    }

    @Override
    public void forgetPlans() {
        plans.clear();
        planner.forget();
    }

    @Override
    public void prepare(SinkRecord original, SinkRecord row) {
        TableName table = route.table(original);
        plans.put(table, row, planner.plan(table, row));
    }

    @Override
    public StoreTransaction begin() {
        return new PostgresTransaction(session(), offsets, direct);
    }

    @Override
    public String offsetsTable() {
        return offsets.table().toString();
    }

    private Session session() {
        Session current = session;
        if (current == null || !current.isOpen()) {
            current = sessions.open();
            session = current;
            LOG.info("Connected to PostgreSQL at {}", sessions.address());
        }
        return current;
    }

    @Override
    public void abort() {
        Session current = session;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void close() {
        Session current = session;
        if (current != null) {
            current.close();
            session = null;
        }
    }
}
