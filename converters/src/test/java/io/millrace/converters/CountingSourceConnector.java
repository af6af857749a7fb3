// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source that counts from 0 to {@code records}, and goes on where its offsets say. */
public final class CountingSourceConnector extends SourceConnector {
    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> given) {
        props = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingSourceTask.class;
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
    public static final class CountingSourceTask extends SourceTask {
        private static final Schema VALUE = SchemaBuilder.struct()
                .name("test.Count")
                .field("n", Schema.INT64_SCHEMA)
                .build();

        private String topic = "";
        private long end;
        private long next;

        @Override
        public void start(Map<String, String> props) {
            topic = props.get("topic");
            end = Long.parseLong(props.get("records"));
            Map<String, Object> offset = context.offsetStorageReader().offset(Map.of());
            next = offset == null ? 0 : (Long) offset.get("next");
        }

        @Override
        public List<SourceRecord> poll() {
            List<SourceRecord> records = new ArrayList<>();
            for (int i = 0; i < 100 && next < end; i++) {
                Struct value = new Struct(VALUE).put("n", next++);
                records.add(new SourceRecord(Map.of(), Map.of("next", next), topic, null, null, VALUE, value));
            }
            return records.isEmpty() ? null : records;
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "test";
        }
    }
}
