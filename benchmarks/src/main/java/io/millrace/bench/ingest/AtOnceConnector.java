// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.connect.ingest.HttpIngestSourceConnector;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** {@link HttpIngestSourceConnector}, whose tasks answer before Kafka has the events. */
public final class AtOnceConnector extends SourceConnector {
    private final HttpIngestSourceConnector connector = new HttpIngestSourceConnector();

    /** Called by Connect. */
    public AtOnceConnector() {}

    @Override
    public void start(Map<String, String> props) {
        connector.start(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return AtOnceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return connector.taskConfigs(maxTasks);
    }

    @Override
    public void stop() {
        connector.stop();
    }

    @Override
    public ConfigDef config() {
        return connector.config();
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        return connector.exactlyOnceSupport(props);
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> props) {
        return connector.canDefineTransactionBoundaries(props);
    }

    @Override
    public String version() {
        return connector.version();
    }
}
