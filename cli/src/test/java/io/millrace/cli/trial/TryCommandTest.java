// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cli.Outcome;
import io.millrace.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries a chain of Kafka's own transforms on a few orders, and is told what happens, or what is wrong. */
class TryCommandTest {
    private static final String STOCK = "org.apache.kafka.connect.transforms.";
    private static final String ORDERS = """
            {"topic": "orders", "timestamp": 1700000000000, "key": "a", "value": {"id": 1, "note": "secret"}}
            {"topic": "orders", "key": "b", "value": null}
            {"topic": "orders", "key": "c", "value": {"id": 2}, "headers": [{"key": "tenant", "value": "7"}]}
            """;

    private final Map<String, String> config = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void aSourceWithAChain() {
        config.put("connector.class", "org.example.OrdersSource");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "drop,hide,route");
        config.put("transforms.drop.type", STOCK + "Filter");
        config.put("transforms.drop.predicate", "isTombstone");
        config.put("transforms.hide.type", STOCK + "ReplaceField$Value");
        config.put("transforms.hide.exclude", "note");
        config.put("transforms.route.type", STOCK + "RegexRouter");
        config.put("transforms.route.regex", "(.*)");
        config.put("transforms.route.replacement", "shop.$1");
        config.put("predicates", "isTombstone");
        config.put("predicates.isTombstone.type", STOCK + "predicates.RecordIsTombstone");
    }

    @Test
    void tellsWhatEachStepDoes() {
        Outcome outcome = tryOrders();

        assertThat(outcome.out()).isEqualTo("""
                record 1  %1$s:1
                  in
                    topic orders, timestamp 1700000000000
                    key: "a"
                    value: {"id":1,"note":"secret"}
                  drop  Filter (if isTombstone)  not applied
                  hide  ReplaceField$Value
                    - value.note: "secret" (schemaless)
                  route  RegexRouter
                    ~ topic: orders -> shop.orders
                  out
                    topic shop.orders, timestamp 1700000000000
                    key (1 bytes): "a"
                    value (8 bytes): {"id":1}

                record 2  %1$s:2
                  in
                    topic orders
                    key: "b"
                    value: null
                  drop  Filter (if isTombstone)  drops the record
                  dropped

                record 3  %1$s:3
                  in
                    topic orders
                    key: "c"
                    value: {"id":2}
                    header tenant: "7"
                  drop  Filter (if isTombstone)  not applied
                  hide  ReplaceField$Value  unchanged
                  route  RegexRouter
                    ~ topic: orders -> shop.orders
                  out
                    topic shop.orders
                    key (1 bytes): "c"
                    value (8 bytes): {"id":2}
                    header tenant: "7"

                3 records: 2 passed, 1 dropped, 0 failed.
                """.formatted(folder.resolve("orders.jsonl")));
        assertThat(outcome.status()).isEqualTo(ExitCode.OK.status());
        assertThat(outcome.err())
                .isEqualTo("note: no connector org.example.OrdersSource on the plugin path; taken for a source.\n");
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        JsonNode first = new JsonMapper()
                .readTree(
                        tryOrders("--output", "json").out().lines().findFirst().orElseThrow());

        assertThat(first.at("/outcome").asText()).isEqualTo("passed");
        assertThat(first.at("/in/topic").asText()).isEqualTo("orders");
        assertThat(first.at("/steps/0/effect").asText()).isEqualTo("not_applied");
        assertThat(first.at("/steps/1/changes/0").toString())
                .isEqualTo(
                        "{\"change\":\"removed\",\"where\":\"value.note\",\"from\":\"\\\"secret\\\" (schemaless)\",\"to\":\"\"}");
        assertThat(first.at("/out/valueBase64").binaryValue()).asString().isEqualTo("{\"id\":1}");
    }

    @Test
    void readsRecordsFromThePipe() {
        Outcome outcome = Outcome.ofInput("{\"id\": 5}\n", "try", connector(), "--records", "-", "--topic", "orders");

        assertThat(outcome.out()).contains("record 1  <stdin>:1", "~ topic: orders -> shop.orders", "{\"id\":5}");
    }

    @Test
    void stopsAtARecordThatFails() {
        config.put("transforms", "cast");
        config.put("transforms.cast.type", STOCK + "Cast$Value");
        config.put("transforms.cast.spec", "note:int32");

        Outcome outcome = tryOrders("--max-records", "1");

        assertThat(outcome.status()).isEqualTo(ExitCode.FINDINGS.status());
        assertThat(outcome.out()).contains("""
                  cast  Cast$Value  fails
                  failed in cast
                    DataException: Value (secret) was out of range for requested data type
                    because of NumberFormatException: For input string: "secret"
                    In a worker the task fails (errors.tolerance is none).
                """);
    }

    @Test
    void saysWhereAWorkerSendsARecordThatFails() {
        config.put("topics", "orders");
        config.put("value.converter.schemas.enable", "true");
        config.put("errors.tolerance", "all");
        assertThat(tryOrders("--max-records", "1").out())
                .contains("failed in value converter", "the record is skipped, and nothing says so");

        config.put("errors.deadletterqueue.topic.name", "broken");
        assertThat(tryOrders("--max-records", "1").out())
                .contains("In a worker the record goes to the dead letter queue broken (errors.tolerance is all).");
    }

    @Test
    void takesASinksRecordsAsItsConvertersMadeThem() {
        config.put("topics", "orders");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");

        assertThat(tryOrders("--decoded", "--max-records", "1").out()).contains("value: {\"id\":1}");
    }

    @Test
    void takesBytes() throws IOException {
        Files.writeString(folder.resolve("bytes.jsonl"), "{\"valueBase64\": \"eyJpZCI6OX0=\"}\n");

        assertThat(Outcome.of(
                                "try",
                                connector(),
                                "--records",
                                folder.resolve("bytes.jsonl").toString())
                        .out())
                .contains("topic bytes\n", "~ topic: bytes -> shop.bytes", "value: {\"id\":9}");
    }

    @Test
    void proposesTheTransformThatWasMeant() {
        config.put("transforms.hide.type", STOCK + "ReplaceFeild$Value");

        assertThat(refused())
                .isEqualTo(at("transforms.hide.type")
                        + ": There is no transform org.apache.kafka.connect.transforms.ReplaceFeild$Value on the plugin path"
                        + " ('transforms.hide.type'). Did you mean org.apache.kafka.connect.transforms.ReplaceField$Value?"
                        + " Plugins of your own are added with --plugin-path.\n");
    }

    @Test
    void namesTheTransformOfAWrongOption() {
        config.put("transforms.route.regex", "(");

        assertThat(refused())
                .startsWith(at("transforms.route.type") + ": Transform route: ")
                .contains("regex");
    }

    @Test
    void namesAPredicateThatIsNotDefined() {
        config.put("transforms.drop.predicate", "isTombston");

        assertThat(refused())
                .isEqualTo(at("transforms.drop.predicate")
                        + ": 'transforms.drop.predicate' is isTombston, which 'predicates' does not list (isTombstone)."
                        + " Did you mean isTombstone?\n");
    }

    @Test
    void namesATransformWithoutAClass() {
        config.put("transforms", "drop,hide,route,more");

        assertThat(refused()).endsWith("'transforms.more.type' is missing. Name the class of the transform.\n");
    }

    @Test
    void resolvesPlaceholdersThatItNeeds() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "start=mine.$1\n");
        config.put("transforms.route.replacement", "${file:" + secrets + ":start}");
        config.put("database.password", "${file:/nowhere:password}");

        assertThat(tryOrders("--max-records", "1").out()).contains("~ topic: orders -> mine.orders");
    }

    @Test
    void namesAPlaceholderThatCannotBeResolved() {
        config.put("transforms.route.replacement", "${env:MILLRACE_NOT_THERE}");

        assertThat(refused())
                .isEqualTo("Cannot resolve ${env:MILLRACE_NOT_THERE} in 'transforms.route.replacement':"
                        + " the provider env does not have it. Make it available here as it is to the worker, or give a value"
                        + " with --set transforms.route.replacement=VALUE.\n");
        assertThat(tryOrders("--set", "transforms.route.replacement=here", "--max-records", "1")
                        .out())
                .contains("~ topic: orders -> here");
    }

    @Test
    void takesTheWorkersConverterWhereTheConnectorNamesNone() throws IOException {
        config.remove("key.converter");
        assertThat(tryOrders().err()).contains("note: key.converter is the worker's to name: JsonConverter is taken.");

        Path worker = Files.writeString(
                folder.resolve("worker.properties"),
                "key.converter=org.apache.kafka.connect.storage.StringConverter\n");
        Outcome outcome = tryOrders("--worker", worker.toString());
        assertThat(outcome.err()).doesNotContain("key.converter");
        assertThat(outcome.out()).contains("key (1 bytes): \"a\"");
    }

    @Test
    void saysWhichLineIsNoRecord() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), "{\"id\": 1}\n{\"id\": \n");

        Outcome outcome = Outcome.of("try", connector(), "--records", file.toString());

        assertThat(outcome.status()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcome.err()).contains("Cannot read a record at " + file + ":2: not JSON, ");
    }

    @Test
    void saysWhatIsNotThere() {
        Outcome outcome = Outcome.of("try", connector(), "--records", "orders");

        assertThat(outcome.status()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcome.err())
                .endsWith("There is no file orders. To read a topic of that name, say where Kafka is"
                        + " with --bootstrap-servers.\n");
        assertThat(Outcome.of("try", "nowhere.json", "--records", "-").err())
                .isEqualTo("Cannot read nowhere.json. Is it there?\n");
    }

    @Test
    void isCalledWithRecords() {
        Outcome outcome = Outcome.of("try", connector());

        assertThat(outcome.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(outcome.err()).startsWith("Missing required option: '--records=FILE|-|TOPIC'");
        assertThat(tryOrders("--update").status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(tryOrders("--records", "elsewhere/orders.jsonl", "--golden", "golden")
                        .err())
                .startsWith("Files of one name have one golden file");
    }

    @Test
    void keepsWhatComesOutForTheNextTime() throws IOException {
        String golden = folder.resolve("golden").toString();
        Path file = Path.of(golden, "orders.jsonl.golden.json");

        Outcome missing = tryOrders("--golden", golden);
        assertThat(missing.status()).isEqualTo(ExitCode.FINDINGS.status());
        assertThat(missing.out()).isEqualTo(file + ": missing. If what comes out is right, write it with --update.\n");

        Outcome written = tryOrders("--golden", golden, "--update");
        assertThat(written.status()).isEqualTo(ExitCode.OK.status());
        assertThat(written.out()).isEqualTo(file + ": written, 3 records\n");

        Outcome same = tryOrders("--golden", golden);
        assertThat(same.status()).isEqualTo(ExitCode.OK.status());
        assertThat(same.out()).isEqualTo(file + ": same, 3 records\n");

        Outcome different = tryOrders("--golden", golden, "--set", "transforms.hide.exclude=id");
        assertThat(different.status()).isEqualTo(ExitCode.FINDINGS.status());
        assertThat(different.out())
                .startsWith(file + ": different (- expected, + what came out).")
                .contains("  -         \"id\" : 1\n  +         \"note\" : \"secret\"\n");
        assertThat(Files.readString(file)).contains("\"by\" : \"drop\"").doesNotContain("Base64");
    }

    @Test
    void triesAResourceOfStrimziAmongOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("connectors.yaml"), """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaConnector
                metadata:
                  name: orders
                spec:
                  class: org.example.OrdersSource
                  config:
                    transforms: route
                    transforms.route.type: org.apache.kafka.connect.transforms.RegexRouter
                    transforms.route.regex: (.*)
                    transforms.route.replacement: $1.new
                ---
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaConnector
                metadata:
                  name: clicks
                spec:
                  class: org.example.ClicksSource
                """);

        assertThat(Outcome.ofInput("1\n", "try", file.toString(), "--records", "-")
                        .err())
                .isEqualTo("Which connector of " + file + "? It has orders, clicks. Say --connector NAME.\n");
        assertThat(Outcome.ofInput("1\n", "try", file.toString(), "--records", "-", "--connector", "orders")
                        .out())
                .contains("~ topic: records -> records.new");
    }

    @Test
    void measuresEachStep() {
        assertThat(tryOrders("--stats")
                        .out()
                        .lines()
                        .dropWhile(line -> !line.startsWith("nanoseconds"))
                        .toList())
                .hasSize(6)
                .element(2)
                .asString()
                .matches(" *[0-9,]+  drop");
        assertThat(tryOrders("--stats", "--output", "json").out().lines().toList())
                .hasSize(4)
                .last()
                .asString()
                .matches("\\{\"nanosPerRecord\":\\{\"converters, in\":[0-9]+,\"drop\":[0-9]+,.*}}");
    }

    private Outcome tryOrders(String... options) {
        try {
            Path orders = Files.writeString(folder.resolve("orders.jsonl"), ORDERS);
            return Outcome.of(
                    Stream.concat(Stream.of("try", connector(), "--records", orders.toString()), Arrays.stream(options))
                            .toArray(String[]::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String refused() {
        Outcome outcome = tryOrders();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isEqualTo(ExitCode.FAILED.status());
        return outcome.err().replaceFirst("note: no connector .*\n", "");
    }

    /** Settings are a line each, from the second on. */
    private String at(String key) {
        return folder.resolve("orders.json") + ":"
                + (2 + config.keySet().stream().toList().indexOf(key)) + ":3";
    }

    private String connector() {
        try {
            String text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(config);
            return Files.writeString(folder.resolve("orders.json"), text).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
