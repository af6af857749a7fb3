// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.testkit.SinkContract;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@NeedsClickHouse
class SinkContractIT extends SinkContract {
    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Override
    protected SinkTask newTask() {
        return new ClickHouseSinkTask();
    }

    @Override
    protected Map<String, String> config() {
        return sandbox.config("truncate.mode", "truncate");
    }

    @Override
    protected List<String> rows(String... columns) {
        return sandbox.query("SELECT " + String.join(", ", columns) + " FROM $.shop_orders FINAL ORDER BY id");
    }
}
