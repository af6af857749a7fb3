// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that appends what {@link CountingSourceConnector} counted to {@code file}, a line each. */
public final class CollectingSinkConnector extends SinkConnector {
    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> given) {
        props = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CollectingSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(props);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "test";
    }

    /** The only task. */
    public static final class CollectingSinkTask extends SinkTask {
        private Path file = Path.of("");

        @Override
        public void start(Map<String, String> props) {
            file = Path.of(props.get("file"));
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            String lines = records.stream()
                    .map(record -> ((Struct) record.value()).getInt64("n") + "\n")
                    .collect(Collectors.joining());
            try {
                Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "test";
        }
    }
}
