// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** A bare Jetty in the worker's JVM: it reads bodies, drops them and answers 200. */
public final class FloorConnector extends SourceConnector {
    static final String PORT = "http.port";

    private Map<String, String> config = Map.of();

    /** Called by Connect. */
    public FloorConnector() {}

    @Override
    public void start(Map<String, String> props) {
        config = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FloorTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(1, config);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef().define(PORT, ConfigDef.Type.INT, Importance.HIGH, "The port to listen on.");
    }

    @Override
    public String version() {
        return "benchmark";
    }
}
