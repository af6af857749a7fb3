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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * ClickHouse as a {@link TableStore}. It has no transactions: a flush that fails half-way is written again as a whole, and
 * Kafka keeps the offsets. What makes that harmless is the version of each row.
 */
final class ClickHouseStore implements TableStore {
    private final Session session;
    private final Planner planner;
    private final TableRoute route;
    private final TopicGenerations generations;
    private final boolean asksForTopics;
    private final RowPlans<TableName, TablePlan<Layout>> plans = new RowPlans<>();

    ClickHouseStore(ClickHouseSinkConfig config, String connector) {
        this.session = new Session(config.connection());
        Versions versions = new Versions();
        this.generations = new TopicGenerations(session, config.ownDatabase(), connector, versions);
        this.asksForTopics = !config.delivery().topicCheck().isEmpty();
        this.planner =
                new Planner(new Tables(session, config.evolution(), config.isDryRun()), config.tables(), versions);
        this.route = config.route();
    }

    /** Nobody is fenced: what a task that was superseded still writes has the same versions. */
    @Override
    public Map<TopicPartition, Claim> claim(List<TopicPartition> partitions) {
        return generations.read(partitions, asksForTopics);
    }

    @Override
    public Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions) {
        return generations.read(partitions, asksForTopics);
    }

    @Override
    public boolean correct(Map<TopicPartition, Claim> claims) {
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
        return new TableBatch<>(route, plans, planner::knows);
    }

    @Override
    public StoreTransaction begin() {
        return new ClickHouseTransaction(session);
    }

    @Override
    public String offsetsTable() {
        return generations.table().toString();
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
