// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.rest.FakeWorker;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of connectors, and what becomes of what he asks for. */
class ConnectorsCommandTest {
    private static final String RUNNING = "{'state':'RUNNING','worker_id':'10.0.0.7:8083'}";
    private static final String ELSEWHERE = "{'id':0,'state':'RUNNING','worker_id':'10.0.0.8:8083'}";
    private static final String TRACE =
            "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to"
                    + " unrecoverable exception.\\n\\tat a.B.c(B.java:1)\\n\\tat a.B.d(B.java:2)\\n\\tat a.B.e(B.java:3)\\n"
                    + "Caused by: java.io.IOException: no space\\nleft on device\\n\\tat f.G.h(G.java:4)\\n\\t... 9 more\\n";
    private static final String SINK_CONFIG =
            "{'connector.class':'io.millrace.connect.postgres.PostgresSinkConnector','topics':'orders'}";
    private static final String SOURCE_CONFIG =
            "{'connector.class':'io.debezium.connector.postgresql.PostgresConnector'}";

    private final FakeWorker worker = new FakeWorker();

    @AfterEach
    void close() {
        worker.close();
    }

    private Run run(String... args) {
        return Run.of(Map.of("CONNECT_URL", worker.url()), args);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String status(String name, String type, String connector, String... tasks) {
        return json("{'name':'" + name + "','connector':" + connector + ",'tasks':[" + String.join(",", tasks)
                + "],'type':'" + type + "'}");
    }

    private static String task(int id, String state) {
        return "{'id':" + id + ",'state':'" + state + "','worker_id':'10.0.0.7:8083'"
                + (state.equals("FAILED") ? ",'trace':'" + TRACE + "'" : "") + "}";
    }

    private static String connector(String state) {
        return RUNNING.replace("RUNNING", state);
    }

    private static String sink(String state, String... tasks) {
        return status("orders-sink", "sink", connector(state), tasks);
    }

    private void hasTwo() {
        worker.on(
                "GET /connectors?expand=info&expand=status",
                json("{'shop-source':{'info':{'config':" + SOURCE_CONFIG + "},'status':"
                        + status("shop-source", "source", RUNNING, ELSEWHERE) + "},'orders-sink':{'info':{'config':"
                        + SINK_CONFIG + "},'status':" + sink("RUNNING", task(0, "RUNNING"), task(1, "FAILED")) + "}}"));
    }

    private void hasSink(String... statuses) {
        for (String each : statuses) {
            worker.has("orders-sink", json(SINK_CONFIG), each);
        }
    }

    @Test
    void listsConnectorsAndFailsWhereOneHas() {
        hasTwo();

        Run run = run();

        assertThat(run.out()).isEqualTo("""
                        CONNECTOR    STATE    TASKS                TYPE    CLASS                  WORKER
                        orders-sink  FAILED   1 running, 1 failed  sink    PostgresSinkConnector  10.0.0.7:8083
                        shop-source  RUNNING  1 running            source  PostgresConnector      10.0.0.7:8083 +1
                        """);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run("list")).isEqualTo(run);
    }

    @Test
    void shortensTheTableToATerminalsWidth() {
        hasTwo();

        Run run = Run.onTerminal(Map.of("CONNECT_URL", worker.url()), "");

        assertThat(run.out()).isEqualTo("""
                        CONNECTOR    STATE    TASKS                TYPE    CLASS          WORKER
                        orders-sink  FAILED   1 running, 1 failed  sink    PostgresSink…  10.0.0.7:8083
                        shop-source  RUNNING  1 running            source  PostgresConn…  10.0.0.7:8083…
                        """);
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void tellsHowOldTheChangeIsThatASourceHasComeTo() {
        hasTwo();
        String newest = Run.NOW.minusSeconds(42).toEpochMilli() + "000";
        worker.on(
                "GET /connectors/shop-source/offsets",
                json(
                        "{'offsets':[{'partition':{'server':'a'},'offset':{'ts_usec':1}},{'partition':{'server':'b'},'offset':{'ts_usec':"
                                + newest + "}}]}"));

        assertThat(run("list", "--age").out()).contains("AGE\n", "orders-sink  FAILED", "10.0.0.7:8083 +1  42 s\n");
        assertThat(run("list", "--age", "--output", "json").out())
                .contains("\"offset_time\" : \"2026-03-01T11:59:18Z\"");
    }

    @Test
    void listsForProgramsToo() {
        hasTwo();

        Run run = run("--output", "json");

        assertThat(run.out())
                .startsWith("[ {\n  \"name\" : \"orders-sink\",\n  \"state\" : \"FAILED\",\n  \"type\" : \"sink\",\n")
                .contains("\"worker\" : \"10.0.0.8:8083\"", "\"trace\" : \"org.apache.kafka");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void listsNothingWhereThereIsNothing() {
        worker.on("GET /connectors?expand=info&expand=status", "{}");

        assertThat(run()).isEqualTo(new Run(0, "", "There are no connectors at " + worker.url() + ".\n"));
    }

    @Test
    void tellsWhyATaskFailed() {
        hasSink(sink("RUNNING", task(0, "RUNNING"), task(1, "FAILED")));

        Run run = run("status", "orders-sink");

        assertThat(run.out()).isEqualTo("""
                        orders-sink  sink  io.millrace.connect.postgres.PostgresSinkConnector
                        connector  RUNNING on 10.0.0.7:8083
                        task 0     RUNNING on 10.0.0.7:8083
                        task 1     FAILED on 10.0.0.7:8083
                            Root cause: IOException: no space left on device
                            org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
                                at a.B.c(B.java:1)
                                at a.B.d(B.java:2)
                            ...
                            Caused by: java.io.IOException: no space
                            left on device
                                at f.G.h(G.java:4)
                                ... 9 more
                            (all 8 lines: --trace)
                        """);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run("status", "orders-sink", "--trace").out())
                .contains("at a.B.e(B.java:3)")
                .doesNotContain("--trace");
    }

    @Test
    void restartWaitsForWhatComesAfterTheRequest() {
        String before = sink("RUNNING", task(0, "RUNNING"));
        hasSink(before, before, sink("RUNNING", task(0, "RESTARTING")), sink("RUNNING", task(0, "RUNNING")));
        worker.on("POST /connectors/orders-sink/restart?includeTasks=true&onlyFailed=false", 202, "");

        Run run = run("restart", "orders-sink");

        assertThat(run).isEqualTo(new Run(0, "orders-sink: RUNNING\n", """
                        orders-sink: RUNNING, tasks: 1 running (0 s)
                        orders-sink: RUNNING, tasks: 1 restarting (0 s)
                        orders-sink: RUNNING, tasks: 1 running (0 s)
                        """));
        assertThat(worker.changes()).hasSize(1);
    }

    @Test
    void restartsWhatHasFailedAndTellsWhyItFailsAgain() {
        hasTwo();
        String failed = sink("RUNNING", task(0, "RUNNING"), task(1, "FAILED"));
        hasSink(failed, sink("RUNNING", task(0, "RUNNING"), task(1, "RUNNING")), failed);
        worker.on("POST /connectors/orders-sink/restart?includeTasks=true&onlyFailed=true", 202, "");

        Run run = run("restart", "--failed");

        assertThat(run.out()).isEqualTo("orders-sink: FAILED\n    Root cause: IOException: no space left on device\n");
        assertThat(run.status()).isEqualTo(1);
        assertThat(worker.changes())
                .containsExactly("POST /connectors/orders-sink/restart?includeTasks=true&onlyFailed=true");
    }

    @Test
    void doesNotWaitForEver() {
        hasSink(sink("RUNNING", task(0, "FAILED")), sink("RUNNING", task(0, "UNASSIGNED")));
        worker.on("POST /connectors/orders-sink/restart?includeTasks=true&onlyFailed=false", 202, "");

        Run run = run("--timeout", "5s", "restart", "orders-sink");

        assertThat(run.out())
                .isEqualTo("orders-sink: not RUNNING in time: 1 unassigned. Wait longer by --timeout, or look: "
                        + "millrace connectors status orders-sink\n");
        assertThat(run.status()).isEqualTo(3);
        assertThat(worker.requests()).as("four a second for five seconds").hasSizeBetween(20, 30);
    }

    @Test
    void restartsNothingThatIsStopped() {
        hasSink(sink("STOPPED"));

        Run run = run("restart", "orders-sink");

        assertThat(run.err())
                .isEqualTo("The connector orders-sink is STOPPED, and a restart leaves it so. Resume it: "
                        + "millrace connectors resume orders-sink.\n");
        assertThat(run.status()).isEqualTo(3);
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void isToldWhatToRestart() {
        assertThat(run("restart").status()).isEqualTo(2);
        assertThat(run("restart").err()).startsWith("Say which connectors to restart, or --failed.");
    }

    @Test
    void pausesAlthoughATaskHasFailed() {
        hasSink(
                sink("RUNNING", task(0, "RUNNING"), task(1, "FAILED")),
                sink("PAUSED", task(0, "RUNNING"), task(1, "FAILED")),
                sink("PAUSED", task(0, "PAUSED"), task(1, "FAILED")));
        worker.on("PUT /connectors/orders-sink/pause", 202, "");

        assertThat(run("pause", "orders-sink").out()).isEqualTo("orders-sink: PAUSED\n");
    }

    @Test
    void stopsOnceNoTaskIsLeft() {
        hasSink(sink("RUNNING", task(0, "RUNNING")), sink("STOPPED", task(0, "RUNNING")), sink("STOPPED"));
        worker.on("PUT /connectors/orders-sink/stop", 204, "");

        Run run = run("stop", "orders-sink");

        assertThat(run.out()).isEqualTo("orders-sink: STOPPED\n");
        assertThat(run.err())
                .isEqualTo("orders-sink: STOPPED, tasks: 1 running (0 s)\norders-sink: STOPPED, tasks: none (0 s)\n");
    }

    @Test
    void resumesSeveral() {
        hasSink(
                sink("STOPPED"),
                sink("RUNNING"),
                sink("RUNNING", task(0, "UNASSIGNED")),
                sink("RUNNING", task(0, "RUNNING")));
        worker.on("PUT /connectors/orders-sink/resume", 202, "");
        worker.on("GET /connectors/shop-source/status", status("shop-source", "source", RUNNING, ELSEWHERE));
        worker.on("PUT /connectors/shop-source/resume", 202, "");

        Run run = run("resume", "orders-sink", "shop-source");

        assertThat(run.out()).isEqualTo("orders-sink: RUNNING\nshop-source: RUNNING\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void changesNoneOfSeveralIfOneDoesNotExist() {
        hasSink(sink("RUNNING", task(0, "RUNNING")));
        worker.refuse("GET /connectors/orders-snik/status", 404, "No status found for connector orders-snik");

        Run run = run("stop", "orders-sink", "orders-snik");

        assertThat(run.err())
                .isEqualTo("There is no connector orders-snik at " + worker.url()
                        + ". Did you mean orders-sink? See all of them: millrace connectors.\n");
        assertThat(run.status()).isEqualTo(3);
        assertThat(worker.changes()).isEmpty();
    }
}
