// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.registry.RegistryOutageError;
import io.millrace.testkit.RandomData;
import io.millrace.testkit.servers.RegistryServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** The converter against a real registry. */
class AvroConverterRegistryIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("curated.shop.orders.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("total", Decimal.builder(2).optional().build())
            .field("placed", Timestamp.SCHEMA)
            .field(
                    "note",
                    SchemaBuilder.string().optional().defaultValue("none").build())
            .build();

    private static AvroConverter converter(String url, Map<String, String> more) {
        Map<String, String> props = new HashMap<>(more);
        props.put("schema.registry.url", url);
        AvroConverter converter = new AvroConverter();
        converter.configure(props, false);
        return converter;
    }

    private static Struct row(long id) {
        return new Struct(ROW)
                .put("id", id)
                .put("total", new BigDecimal("12.50"))
                .put("placed", new Date(1_700_000_000_000L + id));
    }

    @Test
    void whatOneConverterRegistersAnotherReads() {
        String url = TestServers.registry().url();
        AvroConverter writer = converter(url, Map.of());
        AvroConverter reader = converter(url, Map.of("auto.register.schemas", "false"));

        for (long id = 0; id < 100; id++) {
            byte[] bytes = writer.fromConnectData("curated.shop.orders", ROW, row(id));

            assertThat(reader.toConnectData("mirror.curated.shop.orders", bytes))
                    .isEqualTo(new SchemaAndValue(ROW, row(id)));
            assertThat(reader.fromConnectData("curated.shop.orders", ROW, row(id)))
                    .as("the same id by look-up")
                    .isEqualTo(bytes);
        }
    }

    @Test
    void theRegistryTakesEveryKindOfSchema() {
        String url = TestServers.registry().url();
        AvroConverter writer = converter(url, Map.of());
        AvroConverter reader = converter(url, Map.of());
        long seed = Long.getLong("millrace.seed", 1);
        RandomData data = new RandomData(seed);

        for (int i = 0; i < 50; i++) {
            Schema schema = data.schema();
            Object value = data.present(schema);
            byte[] bytes = writer.fromConnectData("random" + i, schema, value);
            assertThat(reader.toConnectData("random" + i, bytes))
                    .as("seed %d", seed)
                    .isEqualTo(new SchemaAndValue(schema, value));
        }
        byte[] schemaless = writer.fromConnectData("anything", null, Map.of("a", 1L));
        assertThat(reader.toConnectData("anything", schemaless).value()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void refusalsCarryTheRegistrysReason() throws IOException, InterruptedException {
        String url = TestServers.registry().url();
        AvroConverter converter = converter(url, Map.of());
        AvroConverter lookingUp = converter(url, Map.of("auto.register.schemas", "false"));
        converter.fromConnectData("strict", Schema.STRING_SCHEMA, "x");
        put(url + "/config/strict-value", "{\"compatibility\":\"BACKWARD\"}");

        assertThatThrownBy(() -> converter.fromConnectData("strict", Schema.INT32_SCHEMA, 1))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "Cannot register the schema of subject strict-value: the registry answered 409 (")
                .hasMessageEndingWith(") at strict value. Make the change compatible, or relax the compatibility of"
                        + " the subject.");
        assertThatThrownBy(() -> lookingUp.fromConnectData("nobody", Schema.STRING_SCHEMA, "x"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot find the schema of subject nobody-value: the registry answered 404 (");
        assertThatThrownBy(() -> converter.toConnectData("strict", new byte[] {0, 0x7f, 0, 0, 0, 0}))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot fetch schema 2130706432: the registry answered 404 (");
    }

    private static void put(String url, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRegistryThatIsKilledFailsTheTaskAndItsReturnMendsIt() {
        try (RegistryServer server = RegistryServer.start(TestServers.newDirectory("killed-registry"))) {
            Map<String, String> impatient = Map.of("max.retries", "1", "retries.wait.ms", "10");
            AvroConverter converter = converter(server.url(), impatient);
            byte[] known = converter.fromConnectData("orders", ROW, row(1));
            server.kill();

            assertThat(converter.fromConnectData("orders", ROW, row(1)))
                    .as("known schemas need no registry")
                    .isEqualTo(known);
            assertThatThrownBy(() -> converter.fromConnectData("returns", ROW, row(1)))
                    .isInstanceOf(RegistryOutageError.class)
                    .hasMessageContaining(server.url() + " refused the connection (2 attempts in ");
            server.restart();

            assertThat(converter.fromConnectData("returns", ROW, row(1))).hasSameSizeAs(known);
            assertThat(converter(server.url(), impatient).toConnectData("orders", known))
                    .isEqualTo(new SchemaAndValue(ROW, row(1)));
        }
    }
}
