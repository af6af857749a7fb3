// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.testkit.SinkContract;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SinkContractIT extends SinkContract {
    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    @Override
    protected SinkTask newTask() {
        return new PostgresSinkTask();
    }

    @Override
    protected Map<String, String> config() {
        return sandbox.config("delete.mode", "hard", "truncate.mode", "truncate");
    }

    @Override
    protected List<String> rows(String... columns) {
        try {
            return sandbox.query(
                    "SELECT " + String.join(", ", Arrays.asList(columns)) + " FROM $.shop_orders ORDER BY id");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
