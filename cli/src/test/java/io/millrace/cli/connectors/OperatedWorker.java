// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.Outcome;
import io.millrace.testkit.api.FakeApi;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A real worker with the packaged plugins, led by the command line. */
record OperatedWorker(ConnectWorker worker) implements AutoCloseable {
    OperatedWorker(ConnectWorker.Version version) {
        this(builder().version(version).start());
    }

    static ConnectWorkerBuilder builder() {
        return TestServers.newWorker(List.of(Path.of("..", "connect-docker", "target", "plugins")))
                .property("offset.flush.interval.ms", "500");
    }

    /** Runs {@code millrace connectors}. */
    Outcome connectors(String... args) {
        return Outcome.of(Stream.concat(Stream.of("connectors", "--url", worker.url()), Stream.of(args))
                .toArray(String[]::new));
    }

    static String kafka() {
        return TestServers.kafka().bootstrapServers();
    }

    static Map<String, String> sourceConfig(FakeApi api, String topic) {
        Map<String, String> config = new TreeMap<>(sourceConfigOfNobody());
        config.put("http.url", api.url("/offset"));
        config.put("topic", topic);
        config.put("poll.interval.ms", "200");
        return config;
    }

    /** Of a source that gets no answer. */
    static Map<String, String> sourceConfigOfNobody() {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "io.millrace.connect.http.HttpPollSourceConnector");
        config.put("tasks.max", "1");
        config.put("topic", "none");
        config.put("http.url", "http://127.0.0.1:1/");
        config.put("pagination.type", "offset");
        config.put("pagination.list", "append-only");
        config.put("pagination.limit", "10");
        config.put("validate.probe", "false");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        return config;
    }

    @Override
    public void close() {
        worker.close();
    }
}
