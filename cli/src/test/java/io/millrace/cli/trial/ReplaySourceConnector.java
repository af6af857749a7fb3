// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * A source that hands over captured change events once, to topics with {@code start} in front of their names, and makes
 * {@code done.file} when the worker has done with the last of them.
 */
public final class ReplaySourceConnector extends SourceConnector {
    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> given) {
        props = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ReplaySourceTask.class;
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
    public static final class ReplaySourceTask extends SourceTask {
        private static final long POLL_NANOS = 100_000_000;

        private List<SourceRecord> records = List.of();
        private Path doneFile = Path.of("");
        private boolean isPolled;
        private int remaining;

        @Override
        public void start(Map<String, String> props) {
            doneFile = Path.of(props.get("done.file"));
            records = captured(props.get("start"));
            remaining = records.size();
        }

        private static List<SourceRecord> captured(String start) {
            List<SourceRecord> captured = new ArrayList<>();
            for (Database database : Database.values()) {
                for (String table : database.tables()) {
                    Captures.sourceRecords(database, table)
                            .forEach(record -> captured.add(record.newRecord(
                                    start + record.topic(),
                                    record.kafkaPartition(),
                                    record.keySchema(),
                                    record.key(),
                                    record.valueSchema(),
                                    record.value(),
                                    record.timestamp(),
                                    record.headers())));
                }
            }
            return captured;
        }

        @Override
        public List<SourceRecord> poll() {
            if (isPolled) {
                LockSupport.parkNanos(POLL_NANOS); // a source with nothing to say may not return at once
                return null;
            }
            isPolled = true;
            return records;
        }

        /** Called for those that were dropped, too. */
        @Override
        public synchronized void commitRecord(SourceRecord record, RecordMetadata metadata) {
            remaining--;
            if (remaining == 0) {
                try {
                    Files.createFile(doneFile);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
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
