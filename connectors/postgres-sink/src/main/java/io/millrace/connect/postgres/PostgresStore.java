// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.RowPlans;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.TableStore;
import io.millrace.connect.sink.WriteMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL as a {@link TableStore}: one connection, made when it is first needed and after it was lost. */
final class PostgresStore implements TableStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    private final Sessions sessions;
    private final OffsetsTable offsets;
    private final Planner planner;
    private final RowPlans<TablePlan> plans;
    private final WriteMode mode;
    private @Nullable Session session;

    PostgresStore(PostgresSinkConfig config, String connector, String owner) {
        this.sessions = new Sessions(config.connection(), "millrace " + connector);
        this.offsets = new OffsetsTable(config.delivery().offsetsSchema(), connector, owner);
        this.planner = new Planner(
                new Tables(this::session, config.evolution(), config.isDryRun()), config.tables(), config.route());
        this.plans = new RowPlans<>(planner::plan);
        this.mode = config.tables().all().get(0).rows().writeMode();
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
        return new PostgresBatch(planner, plans, mode);
    }

    @Override
    public StoreTransaction begin() {
        return new PostgresTransaction(session(), offsets, mode);
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
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
