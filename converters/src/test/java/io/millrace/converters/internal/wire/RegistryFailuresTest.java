// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.registry.BoundedBody;
import io.millrace.converters.internal.registry.Patience;
import io.millrace.converters.internal.registry.RegistryClient;
import io.millrace.converters.internal.registry.RegistryHttp;
import io.millrace.converters.internal.registry.RegistryHttp.Target;
import io.millrace.converters.internal.registry.RegistryHttp.Timing;
import io.millrace.converters.internal.registry.RegistryOutageError;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.converters.internal.registry.SchemaId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each way of failing looks like: whose fault it is said to be, and the whole text. */
class RegistryFailuresTest {
    private static final String RESUMES = "; the task resumes without loss after a restart.";
    private static final byte[] RECORD = {0, 0, 0, 0, 7, 4, 'h', 'i'};

    private final StubRegistry stub = new StubRegistry();
    private final List<Long> pauses = new ArrayList<>();
    private long nanos;
    private Duration readTimeout = Duration.ofSeconds(30);

    @AfterEach
    void closeStub() {
        stub.close();
    }

    private RegistryClient client(String... urls) {
        List<Target> targets = Arrays.stream(urls).map(Target::new).toList();
        Timing timing = new Timing(() -> nanos, this::pause, () -> 0.5);
        return new RegistryClient(new RegistryHttp(targets, patience(), timing));
    }

    private Patience patience() {
        return new Patience(
                Duration.ofSeconds(10),
                readTimeout,
                new Patience.Waits(Duration.ofSeconds(1), Duration.ofSeconds(3)),
                new Patience.Limit(Duration.ofSeconds(6), Patience.Limit.ANY));
    }

    private void pause(long millis) {
        pauses.add(millis);
        nanos += millis * 1_000_000;
    }

    private AvroEncoder encoder(SchemaChoice choice, String... urls) {
        return new AvroEncoder(Codec.writing(choice, DataOptions.DEFAULTS), client(urls), () -> nanos);
    }

    private byte[] write(String... urls) {
        return encoder(SchemaChoice.REGISTERED, urls).encode("orders", null, Schema.STRING_SCHEMA, "hi");
    }

    private AvroDecoder decoder(String... urls) {
        return new AvroDecoder(Codec.reading(DataOptions.DEFAULTS), client(urls), () -> nanos);
    }

    private Object read(String... urls) {
        return decoder(urls).decode("orders", null, RECORD).value();
    }

    private static String closedUrl() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void registersAndFetchesByConfluentsApi() {
        stub.answers(200, "{\"version\":1,\"id\":7,\"schema\":\"\\\"string\\\"\"}");

        assertThat(write(stub.url())).containsExactly(RECORD);
        assertThat(read(stub.url())).isEqualTo("hi");

        assertThat(stub.requests())
                .containsExactly(
                        "POST /subjects/orders-value/versions?normalize=false {\"schema\":\"\\\"string\\\"\"}",
                        "GET /schemas/ids/7");
        assertThat(pauses).isEmpty();
    }

    @Test
    void looksSchemasUpThatItMustNotRegister() {
        stub.answers(200, "{\"subject\":\"orders-value\",\"id\":7,\"version\":1,\"schema\":\"\\\"string\\\"\"}");

        byte[] bytes = encoder(SchemaChoice.LOOKED_UP, stub.url()).encode("or ders", null, Schema.STRING_SCHEMA, "hi");

        assertThat(bytes).containsExactly(RECORD);
        assertThat(stub.requests())
                .containsExactly("POST /subjects/or%20ders-value?normalize=false {\"schema\":\"\\\"string\\\"\"}");
    }

    @Test
    void failsTheTaskWhenTheConnectionIsRefused() {
        String url = closedUrl();

        assertThatThrownBy(() -> write(url))
                .isInstanceOf(RegistryOutageError.class)
                .isNotInstanceOf(Exception.class)
                .hasMessage("Cannot register the schema of subject orders-value: " + url
                        + " refused the connection (5 attempts in 6.0 s) at orders value."
                        + " Start the registry or correct 'schema.registry.url'" + RESUMES);
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + url
                        + " refused the connection (5 attempts in 6.0 s) at orders value."
                        + " Start the registry or correct 'schema.registry.url'" + RESUMES);
        assertThat(pauses).containsExactly(750L, 1500L, 2250L, 1500L, 750L, 1500L, 2250L, 1500L);
    }

    @Test
    void failsTheTaskWhenTheHostIsUnknown() {
        assertThatThrownBy(() -> write("http://registry.invalid:8081"))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot register the schema of subject orders-value: http://registry.invalid:8081"
                        + " has an unknown host name (5 attempts in 6.0 s) at orders value."
                        + " Start the registry or correct 'schema.registry.url'" + RESUMES);
    }

    @Test
    void failsTheTaskWhenTheRegistryNeverAnswers() {
        readTimeout = Duration.ofMillis(100);
        stub.saysNothing();

        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + stub.url()
                        + " did not answer within 100 ms (5 attempts in 6.0 s) at orders value."
                        + " Start the registry or correct 'schema.registry.url'" + RESUMES);
    }

    @Test
    void failsTheTaskWhenTheRegistryStaysUnwell() {
        for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
            try (StubRegistry unwell = new StubRegistry().answers(status, "<html>sorry</html>")) {
                assertThatThrownBy(() -> read(unwell.url()))
                        .isInstanceOf(RegistryOutageError.class)
                        .hasMessage("Cannot fetch schema 7: " + unwell.url() + " answered " + status
                                + " (5 attempts in 6.0 s) at orders value."
                                + " Start the registry or correct 'schema.registry.url'" + RESUMES);
                assertThat(unwell.requests()).hasSize(5);
            }
        }
    }

    @Test
    void ridesOutAShortOutage() {
        stub.answers(503, "").answers(429, "", "2").answers(502, "<html>").answers(200, "{\"id\":7}");

        assertThat(write(stub.url())).containsExactly(RECORD);
        assertThat(pauses).containsExactly(750L, 2000L, 2250L);
    }

    @Test
    void asksTheOtherRegistriesInOrderAndStaysWithTheOneThatAnswers() {
        String closed = closedUrl();
        stub.answers(200, "{\"id\":7}");
        AvroEncoder encoder = encoder(SchemaChoice.REGISTERED, closed, stub.url());

        encoder.encode("orders", null, Schema.STRING_SCHEMA, "hi");
        encoder.encode("returns", null, Schema.STRING_SCHEMA, "hi");

        assertThat(stub.requests()).hasSize(2);
        assertThat(pauses).isEmpty();
        assertThatThrownBy(() -> write(closed, closed))
                .hasMessageContaining(closed + " refused the connection, " + closed + " refused the connection (5");
    }

    @Test
    void failsTheTaskWhenCredentialsAreRefused() {
        stub.answers(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");

        assertThatThrownBy(() -> write(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot register the schema of subject orders-value: " + stub.url()
                        + " answered 401 (Unauthorized) at orders value."
                        + " Set 'basic.auth.user.info' to a user that it knows" + RESUMES);
        assertThat(pauses).isEmpty();
    }

    @Test
    void failsTheTaskWhenTheUserMayNot() {
        stub.answers(403, "{\"error_code\":40301,\"message\":\"Not allowed\"}");

        assertThatThrownBy(() -> write(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot register the schema of subject orders-value: " + stub.url()
                        + " answered 403 (Not allowed) at orders value."
                        + " Give the user access to the subject" + RESUMES);
    }

    @Test
    void failsTheTaskWhenTheRegistryIsReadOnly() {
        stub.answers(422, "{\"error_code\":42205,\"message\":\"Subject orders-value is in read-only mode\"}");

        assertThatThrownBy(() -> write(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot register the schema of subject orders-value: " + stub.url()
                        + " is read-only (5 attempts in 6.0 s) at orders value."
                        + " Let the registry take new schemas again" + RESUMES);
    }

    @Test
    void failsTheTaskWhenSomethingElseThanARegistryAnswers() {
        stub.answers(404, "<html>nothing here</html>")
                .answers(200, "<html>welcome</html>")
                .answers(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}")
                .answers(200, "{}");
        String check = " at orders value. Check that 'schema.registry.url' is a registry, its path included" + RESUMES;

        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + stub.url() + " answered 404, not in a registry's JSON" + check);
        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + stub.url() + " answered 200, not in a registry's JSON" + check);
        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + stub.url() + " answered 404 (HTTP 404 Not Found)" + check);
        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + stub.url() + " answered 200, not in a registry's JSON" + check);
    }

    @Test
    void failsTheTaskWhenAnAnswerHasNoEnd() {
        stub.answers(200, "{\"schema\":\"" + "x".repeat(BoundedBody.MAX_BYTES) + "\"}");

        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: " + stub.url()
                        + " answered more than 8388608 bytes (1 attempt in 0.0 s) at orders value."
                        + " Check that 'schema.registry.url' is a registry, its path included" + RESUMES);
    }

    @Test
    void failsTheTaskThatIsInterruptedWhileItWaits() {
        String url = closedUrl();
        Timing timing = new Timing(
                () -> nanos,
                millis -> {
                    throw new InterruptedException();
                },
                () -> 0.5);
        RegistryClient client = new RegistryClient(new RegistryHttp(List.of(new Target(url)), patience(), timing));

        assertThatThrownBy(() -> client.schema(SchemaId.of(7), "orders value"))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessage("Cannot fetch schema 7: interrupted while waiting at orders value."
                        + " Start the task again" + RESUMES);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesARecordWhoseSchemaIsIncompatibleWithTheServersReason() {
        stub.answers(409, "{\"error_code\":409,\"message\":\"Schema being registered is\\n incompatible\"}");

        assertThatThrownBy(() -> write(stub.url()))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot register the schema of subject orders-value: the registry answered 409 (Schema"
                        + " being registered is incompatible) at orders value."
                        + " Make the change compatible, or relax the compatibility of the subject.");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void refusesARecordWhoseSchemaIsInvalid() {
        stub.answers(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}");

        assertThatThrownBy(() -> write(stub.url()))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot register the schema of subject orders-value: the registry answered 422 (Invalid"
                        + " schema) at orders value."
                        + " Make the change compatible, or relax the compatibility of the subject.");
    }

    @Test
    void refusesARecordWhoseSchemaIsNotRegisteredWhereItMustBe() {
        stub.answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

        assertThatThrownBy(() ->
                        encoder(SchemaChoice.LOOKED_UP, stub.url()).encode("orders", null, Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot find the schema of subject orders-value: the registry answered 404 (Schema not"
                        + " found) at orders value."
                        + " Register the schema, or set 'auto.register.schemas' to true.");
    }

    @Test
    void refusesARecordWhoseIdIsUnknownAndAsksAgainOnlyAfterAWhile() {
        stub.answers(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
        AvroDecoder decoder = decoder(stub.url());
        String refusal = "Cannot fetch schema 7: the registry answered 404 (Schema 7 not found) at orders value."
                + " Check that the registry is the one that the producer uses.";

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> decoder.decode("orders", null, RECORD))
                    .isInstanceOf(DataException.class)
                    .hasMessage(refusal);
        }
        assertThat(stub.requests()).hasSize(1);

        nanos += Duration.ofSeconds(31).toNanos();
        assertThatThrownBy(() -> decoder.decode("orders", null, RECORD)).hasMessage(refusal);
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void refusesASchemaOnceAndAsksAgainOnlyAfterAWhile() {
        stub.answers(409, "{\"error_code\":409,\"message\":\"incompatible\"}").answers(200, "{\"id\":7}");
        AvroEncoder encoder = encoder(SchemaChoice.REGISTERED, stub.url());

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> encoder.encode("orders", null, Schema.STRING_SCHEMA, "hi"))
                    .isInstanceOf(DataException.class);
        }
        assertThat(stub.requests()).hasSize(1);

        nanos += Duration.ofSeconds(31).toNanos();
        assertThat(encoder.encode("orders", null, Schema.STRING_SCHEMA, "hi")).containsExactly(RECORD);
    }

    @Test
    void doesNotRememberAnOutage() {
        stub.answers(503, "")
                .answers(503, "")
                .answers(503, "")
                .answers(503, "")
                .answers(503, "")
                .answers(200, "{\"id\":7}");
        AvroEncoder encoder = encoder(SchemaChoice.REGISTERED, stub.url());

        assertThatThrownBy(() -> encoder.encode("orders", null, Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(RegistryOutageError.class);
        assertThat(encoder.encode("orders", null, Schema.STRING_SCHEMA, "hi")).containsExactly(RECORD);
    }

    @Test
    void refusesSchemasItCannotReadByName() {
        stub.answers(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}")
                .answers(
                        200,
                        "{\"schema\":\"\\\"string\\\"\",\"ruleSet\":{\"domainRules\":[{\"name\":\"encrypt\","
                                + "\"type\":\"ENCRYPT\",\"disabled\":false},{\"name\":\"old\",\"disabled\":true}]}}")
                .answers(200, "{\"schema\":\"{no schema\"}");

        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot fetch schema 7: schema type PROTOBUF (expected AVRO) at orders value."
                        + " Use its converter.");
        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot fetch schema 7: the data contract rules [encrypt], which only Confluent's"
                        + " serializers run at orders value."
                        + " Disable them, or use Confluent's converter for the topic.");
        assertThatThrownBy(() -> read(stub.url()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot use schema 7: text that is no Avro schema (");
    }

    @Test
    void refusesDataThatIsNotInTheWireFormat() {
        AvroDecoder decoder = decoder(closedUrl());

        assertThatThrownBy(() -> decoder.decode("orders", null, "{\"a\":1}".getBytes()))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read Avro: first byte 0x7b, as JSON text has it, (expected 0x00, Confluent's wire"
                        + " format) at orders value. Check the producer's serializer.");
        assertThatThrownBy(() -> decoder.decode("orders", null, new byte[] {1, 0, 0, 0, 0}))
                .hasMessage("Cannot read Avro: first byte 0x01 (expected 0x00, Confluent's wire format) at orders"
                        + " value. Check the producer's serializer.");
        assertThatThrownBy(() -> decoder.decode("orders", null, new byte[0]))
                .hasMessage("Cannot read Avro: 0 bytes (expected at least 5: a zero byte and a schema id) at orders"
                        + " value. Check the producer's serializer.");
    }
}
