// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.RowPlans;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.TableBatch;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TablePlan;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.TableStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * ClickHouse as a {@link TableStore}. It has no transactions: a flush that fails half-way is written again as a whole. What
 * makes that harmless is the version of each row, and Kafka keeps the offsets then; or that the same ranges are written
 * again, whose tokens the server knows, and the offsets are kept beside the tables.
 */
final class ClickHouseStore implements TableStore {
    private final Session session;
    private final Versions versions = new Versions();
    private final Planner planner;
    private final TableRoute route;
    private final TopicGenerations generations;
    private final boolean asksForTopics;
    private final @Nullable Ranges ranges;
    private final String connector;
    private final Duration longest;
    private final RowPlans<TableName, TablePlan<Layout>> plans = new RowPlans<>();

    ClickHouseStore(ClickHouseSinkConfig config, String connector) {
        this.session = new Session(config.connection());
        this.generations = new TopicGenerations(session, config.ownDatabase(), connector, versions);
        this.asksForTopics = !config.delivery().topicCheck().isEmpty();
        this.planner =
                new Planner(new Tables(session, config.evolution(), config.isDryRun()), config.tables(), versions);
        this.route = config.route();
        this.ranges = config.isExactlyOnce() ? new Ranges(config.ledger(session, connector)) : null;
        this.connector = connector;
        this.longest = config.connection().requestTimeout();
    }

    /** Without ranges nobody is fenced: what a task that was superseded still writes has the same versions. */
    @Override
    public Map<TopicPartition, Claim> claim(List<TopicPartition> partitions) {
        versions.claimed(partitions);
        return ranges != null ? ranges.claim(partitions) : generations.read(partitions, asksForTopics);
    }

    @Override
    public Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions) {
        return ranges != null ? ranges.read(partitions) : generations.read(partitions, asksForTopics);
    }

    @Override
    public boolean correct(Map<TopicPartition, Claim> claims) {
        if (ranges != null) {
            return ranges.correct(claims);
        }
        generations.store(claims);
        return true;
    }

    @Override
    public void prepare(SinkRecord original, SinkRecord row) {
        TableName table = route.table(original);
        plans.put(table, row, planner.plan(table, row));
    }

    @Override
    public void forgetPlans() {
        plans.clear();
        planner.forget();
    }

    @Override
    public RowBatch newBatch() {
        return new TableBatch<>(route, plans, planner::knows, plansRanges());
    }

    @Override
    public StoreTransaction begin() {
        return new ClickHouseTransaction(session, ranges, connector, longest, System::nanoTime);
    }

    @Override
    public boolean plansRanges() {
        return ranges != null;
    }

    @Override
    public String offsetsTable() {
        return ranges != null ? ranges.table() : generations.table().toString();
    }

    @Override
    public void abort() {
        session.abort();
    }

    @Override
    public void close() {
        session.close();
    }
}
