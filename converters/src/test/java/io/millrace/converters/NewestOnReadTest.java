// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.StubRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data of every version of a subject, read as its newest. */
class NewestOnReadTest {
    private static final String LATEST = "GET /subjects/orders-value/versions/latest";
    private static final String ORDER_V1 = """
            {"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"int"},\
            {"name":"note","type":"string"}]}""";
    private static final byte[] OLD = {0, 0, 0, 0, 6, 2, 4, 'h', 'i'};
    private static final byte[] NEW = {0, 0, 0, 0, 7, 4, 'h', 'i', 2, 6, 'a', 'p', 'p'};

    private final Stubbed stubbed = new Stubbed();

    @BeforeEach
    void knowSchemas() {
        stubbed.registry
                .on(LATEST, 200, StubRegistry.schema(Stubbed.ORDER_V2, ",\"id\":7,\"version\":2"))
                .on("GET /schemas/ids/6", 200, StubRegistry.schema(ORDER_V1, ""))
                .on("GET /schemas/ids/7", 200, StubRegistry.schema(Stubbed.ORDER_V2, ""));
    }

    @AfterEach
    void close() {
        stubbed.close();
    }

    @Test
    void hasTheFieldsOfTheNewest() {
        AvroConverter values = stubbed.values("use.latest.version", "true");

        for (int i = 0; i < 1000; i++) {
            Struct old = (Struct) values.toConnectData("orders", OLD).value();
            Struct current = (Struct) values.toConnectData("orders", NEW).value();

            assertThat(old.schema()).isEqualTo(current.schema());
            assertThat(old).hasToString("Struct{note=hi,id=1,source=web}");
            assertThat(current).hasToString("Struct{note=hi,id=1,source=app}");
        }
        assertThat(stubbed.registry.requests()).containsExactly("GET /schemas/ids/6", LATEST, "GET /schemas/ids/7");
    }

    @Test
    void isThatOfTheWriterWhereTheTopicHasNoSubject() {
        AvroConverter values = stubbed.values("use.latest.version", "true");

        String log = logged(() -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(values.toConnectData("dc1.orders", OLD).value()).hasToString("Struct{id=1,note=hi}");
            }
        });

        assertThat(log)
                .containsOnlyOnce("Reading dc1.orders value as it was written, not as the newest schema: the registry"
                        + " has no subject dc1.orders-value");
        assertThat(stubbed.registry.requests())
                .containsExactly("GET /schemas/ids/6", "GET /subjects/dc1.orders-value/versions/latest");
    }

    /** What tests log goes to the error stream. */
    private static String logged(Runnable use) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            use.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isThatOfTheWritersRecordWhereSubjectsAreNamedAfterRecords() {
        stubbed.registry.on(
                "GET /subjects/shop.Order/versions/latest",
                200,
                StubRegistry.schema(Stubbed.ORDER_V2, ",\"id\":7,\"version\":2"));
        AvroConverter values =
                stubbed.values("use.latest.version", "true", "value.subject.name.strategy", "RecordNameStrategy");

        assertThat(values.toConnectData("dc1.orders", OLD).value()).hasToString("Struct{note=hi,id=1,source=web}");
    }

    @Test
    void isAskedForAgainOnlyAfterAWhile() {
        AvroConverter values = stubbed.values("use.latest.version", "true", "latest.cache.ttl.sec", "0");

        values.toConnectData("orders", OLD);
        values.toConnectData("orders", OLD);

        assertThat(stubbed.registry.requests()).containsExactly("GET /schemas/ids/6", LATEST, LATEST);
    }

    @Test
    void mustHoldWhatWasWritten() {
        stubbed.registry.on(
                LATEST,
                200,
                StubRegistry.schema(
                        "{\"type\":\"record\",\"name\":\"shop.Order\",\"fields\":[{\"name\":\"id\","
                                + "\"type\":\"boolean\"}]}",
                        ",\"id\":8"));
        AvroConverter values = stubbed.values("use.latest.version", "true");

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.toConnectData("orders", OLD))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("orders value.id");
        }
        assertThat(stubbed.registry.requests()).hasSize(2);
    }
}
