// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.rest.FakeWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example of {@code docs/cli/connectors.md} is what the program prints, both streams as they come. */
class ConnectorsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "cli", "connectors.md");
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```\n", Pattern.DOTALL);
    private static final String PROMPT = "$ millrace connectors ";
    private static final String CHANGED =
            "{'offsets':[{'partition':{'server':'shop'},'offset':{'lsn':36892147483648,'ts_usec':1772366000000000}}]}";

    @TempDir
    private Path folder;

    private final Set<String> shown = new HashSet<>();

    @Test
    void showsWhatTheProgramPrints() throws IOException {
        Files.writeString(folder.resolve("offsets.json"), json(CHANGED));
        Files.writeString(
                folder.resolve("orders-sink.json"),
                json("{'name':'orders-sink','config':" + config("8", "${env:SHOP_PASSWORD}") + "}"));
        String page = Files.readString(PAGE);
        StringBuilder expected = new StringBuilder();
        Matcher block = BLOCK.matcher(page);
        int end = 0;
        while (block.find()) {
            expected.append(page, end, block.start()).append("```console\n");
            block.group(1).lines().filter(line -> line.startsWith("$ ")).forEach(line -> {
                assertThat(line).startsWith(PROMPT);
                expected.append(line).append('\n').append(run(line.substring(PROMPT.length())));
            });
            expected.append("```\n");
            end = block.end();
        }
        expected.append(page.substring(end));

        assertThat(page).isEqualTo(expected.toString());
        assertThat(shown).hasSize(11);
    }

    private String run(String command) {
        shown.add(command);
        String[] args = command.replace(
                        "orders-sink.json", folder.resolve("orders-sink.json").toString())
                .replace("offsets.json", folder.resolve("offsets.json").toString())
                .split(" ");
        try (FakeWorker worker = new FakeWorker()) {
            set(worker, command);
            return Run.seen(Map.of("CONNECT_URL", worker.url()), "y\n", args)
                    .replace(worker.url(), "http://localhost:8083")
                    .replace("[y/N] ", "[y/N] y\n"); // a terminal shows what is typed
        }
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String config(String buffer, String password) {
        return "{'buffer.max.bytes':'" + buffer + "388608','connection.password':'" + password
                + "','connector.class':'io.millrace.connect.postgres.PostgresSinkConnector','name':'orders-sink','topics':'orders'}";
    }

    private static String part(String state, int worker) {
        String trace =
                "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.\\n"
                        + "\\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:642)\\n"
                        + "\\tat org.apache.kafka.connect.runtime.WorkerSinkTask.poll(WorkerSinkTask.java:348)\\n"
                        + "\\tat org.apache.kafka.connect.runtime.WorkerSinkTask.iteration(WorkerSinkTask.java:247)\\n"
                        + "Caused by: org.apache.kafka.connect.errors.DataException: Cannot write a record: found a string (expected a struct) at orders-0@1841 value. Correct the topic, or its producer.\\n"
                        + "\\tat io.millrace.connect.postgres.PostgresSinkTask.put(PostgresSinkTask.java:85)\\n\\t... 9 more\\n";
        return "'state':'" + state + "','worker_id':'10.0.0." + worker + ":8083','version':'0.1.0'"
                + (state.equals("FAILED") ? ",'trace':'" + trace + "'" : "");
    }

    private static String sink(String state, String... tasks) {
        StringBuilder all = new StringBuilder();
        for (int id = 0; id < tasks.length; id++) {
            all.append(id == 0 ? "{" : ",{")
                    .append("'id':")
                    .append(id)
                    .append(',')
                    .append(part(tasks[id], 7 + id))
                    .append('}');
        }
        return json("{'name':'orders-sink','type':'sink','connector':{" + part(state, 7) + "},'tasks':[" + all + "]}");
    }

    private static final String SOURCE = "{'name':'shop-source','type':'source','connector':{" + part("RUNNING", 8)
            + "},'tasks':[{'id':0," + part("RUNNING", 8) + "}]}";

    private static void set(FakeWorker worker, String command) {
        String failed = sink("RUNNING", "FAILED", "RUNNING");
        String running = sink("RUNNING", "RUNNING", "RUNNING");
        worker.on(
                "GET /connectors?expand=info&expand=status",
                json("{'orders-sink':{'info':{'config':" + config("6", "x") + "},'status':" + failed
                        + "},'shop-source':{'info':{'config':{'connector.class':'io.debezium.connector.postgresql.PostgresConnector'}},'status':"
                        + SOURCE + "}}"));
        worker.on("GET /connectors", json("['orders-sink','shop-source']"));
        worker.on("GET /connectors/shop-source/config", "{}").on("GET /connectors/shop-source/status", json(SOURCE));
        worker.on(
                "GET /connectors/shop-source/offsets",
                json(CHANGED.replace("648,", "936,")
                        .replace("1772366000", Long.toString(Run.NOW.getEpochSecond() - 42))));
        worker.on("GET /connectors/orders-sink/config", json(config("6", "x")));
        worker.on("POST /connectors/orders-sink/restart?includeTasks=true&onlyFailed=true", 202, "");
        worker.on("POST /connectors/orders-sink/restart?includeTasks=true&onlyFailed=false", 202, "");
        worker.on("PUT /connectors/orders-sink/stop", 204, "").on("PUT /connectors/orders-sink/resume", 202, "");
        worker.on("PUT /connectors/orders-sink/config", "{}");
        worker.on("PUT /connector-plugins/io.millrace.connect.postgres.PostgresSinkConnector/config/validate", "{}");
        String offsets =
                "{'offsets':[{'partition':{'kafka_topic':'orders','kafka_partition':0},'offset':{'kafka_offset':1841}},"
                        + "{'partition':{'kafka_topic':'orders','kafka_partition':1},'offset':{'kafka_offset':1799}}]}";
        worker.on("GET /connectors/orders-sink/offsets", json(offsets));
        for (String status : statuses(command, failed, running)) {
            worker.on("GET /connectors/orders-sink/status", status);
        }
        if (command.contains("alter orders-sink")) {
            worker.on("GET /connectors/orders-sink/offsets", json(offsets));
            worker.on("GET /connectors/orders-sink/offsets", json(offsets.replace("1841", "1842")));
            worker.on("PATCH /connectors/orders-sink/offsets", "{}");
        }
    }

    /** What is seen of the sink, one request after the other. */
    private static String[] statuses(String command, String failed, String running) {
        if (command.equals("restart --failed")) {
            return new String[] {sink("RUNNING", "RESTARTING", "RUNNING"), running};
        }
        if (command.equals("restart orders-sink")) {
            return new String[] {failed, sink("RESTARTING", "RESTARTING", "RUNNING"), running, failed};
        }
        if (command.equals("stop orders-sink")) {
            return new String[] {running, sink("STOPPED", "RUNNING", "RUNNING"), sink("STOPPED")};
        }
        if (command.contains("--stop")) {
            return new String[] {failed, sink("STOPPED"), sink("STOPPED"), sink("RUNNING"), running};
        }
        return new String[] {command.startsWith("apply") ? running : failed};
    }
}
