// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.registry.RegistryOutageError;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under which subject schemas are registered. */
class SubjectsTest {
    private static final String ASSOCIATION =
            "GET /associations/resources/-/orders?resourceType=topic&associationType=value";

    private final Stubbed stubbed = new Stubbed();

    @AfterEach
    void close() {
        stubbed.close();
    }

    private String subjectOf(AvroConverter converter, Schema schema, Object value) {
        stubbed.registry.answers(200, "{\"id\":7}");
        converter.fromConnectData("orders", schema, value);
        String request =
                stubbed.registry.requests().get(stubbed.registry.requests().size() - 1);
        return request.replaceFirst("POST /subjects/(.*)/versions.*", "$1");
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, orders-value, orders-key",
        "io.confluent.kafka.serializers.subject.TopicNameStrategy, orders-value, orders-key",
        "RecordNameStrategy, shop.Order, shop.Order",
        "io.confluent.kafka.serializers.subject.RecordNameStrategy, shop.Order, shop.Order",
        "TopicRecordNameStrategy, orders-shop.Order, orders-shop.Order",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy, orders-shop.Order, orders-shop.Order"
    })
    void areNamedByEachStrategy(String strategy, String value, String key) {
        AvroConverter values = stubbed.values("value.subject.name.strategy", strategy);
        AvroConverter keys = stubbed.keys("key.subject.name.strategy", strategy);

        assertThat(subjectOf(values, Stubbed.ORDER, Stubbed.order(1))).isEqualTo(value);
        assertThat(subjectOf(keys, Stubbed.ORDER, Stubbed.order(1))).isEqualTo(key);
    }

    @Test
    void areNamedAfterTheRecordInAnOptionalStruct() {
        Schema optional = SchemaBuilder.struct()
                .name("shop.Maybe")
                .field("id", Schema.INT32_SCHEMA)
                .optional()
                .build();
        AvroConverter values = stubbed.values("value.subject.name.strategy", "RecordNameStrategy");

        assertThat(subjectOf(values, optional, new Struct(optional).put("id", 1)))
                .isEqualTo("shop.Maybe");
    }

    @Test
    void needANameWhereTheStrategyTakesIt() {
        AvroConverter values = stubbed.values("value.subject.name.strategy", "TopicRecordNameStrategy");

        assertThatThrownBy(() -> values.fromConnectData("orders", Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write Avro: a schema of type string (expected one with a name, which"
                        + " TopicRecordNameStrategy takes for the subject) at orders value. Use TopicNameStrategy.");
        assertThat(stubbed.registry.requests()).isEmpty();
    }

    @Test
    void areThoseThatTheRegistryAssociatesAskedOncePerTopic() {
        stubbed.registry.on(ASSOCIATION, 200, "[{\"subject\":\"sales\",\"resourceName\":\"orders\",\"x\":[{}]}]");
        AvroConverter values = stubbed.values("value.subject.name.strategy", "AssociatedNameStrategy");

        assertThat(subjectOf(values, Stubbed.ORDER, Stubbed.order(1))).isEqualTo("sales");
        assertThat(subjectOf(values, Schema.STRING_SCHEMA, "hi")).isEqualTo("sales");

        assertThat(stubbed.registry.requests()).filteredOn(ASSOCIATION::equals).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"TOPIC, orders-value", "RECORD, shop.Order", "TOPIC_RECORD, orders-shop.Order"})
    void fallBackWhereTheRegistryAssociatesNone(String fallback, String subject) {
        stubbed.registry.on(ASSOCIATION, 200, "[]");
        AvroConverter values = stubbed.values(
                "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject.AssociatedNameStrategy",
                "subject.name.strategy.fallback.type",
                fallback);

        assertThat(subjectOf(values, Stubbed.ORDER, Stubbed.order(1))).isEqualTo(subject);
    }

    @Test
    void fallBackWhereTheRegistryKnowsNoAssociations() {
        stubbed.registry
                .on(ASSOCIATION, 404, "{\"error_code\":0,\"message\":\"Could not find resource\"}")
                .on("GET /schemas/types", 200, "[\"JSON\",\"AVRO\"]");
        AvroConverter values = stubbed.values("value.subject.name.strategy", "AssociatedNameStrategy");

        assertThat(subjectOf(values, Stubbed.ORDER, Stubbed.order(1))).isEqualTo("orders-value");
    }

    @Test
    void fallBackWhereTheRegistryDoesNotKnowTheTopic() {
        stubbed.registry.on(ASSOCIATION, 404, "{\"error_code\":40409,\"message\":\"No associations\"}");
        AvroConverter values = stubbed.values("value.subject.name.strategy", "AssociatedNameStrategy");

        assertThat(subjectOf(values, Stubbed.ORDER, Stubbed.order(1))).isEqualTo("orders-value");
    }

    @Test
    void areNotGuessedWhereSomethingElseThanARegistryAnswers() {
        stubbed.registry.on(ASSOCIATION, 404, "<html>").on("GET /schemas/types", 404, "<html>");
        AvroConverter values = stubbed.values("value.subject.name.strategy", "AssociatedNameStrategy");

        assertThatThrownBy(() -> values.fromConnectData("orders", Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessageStartingWith("Cannot find the subject associated with topic orders: "
                        + stubbed.registry.url() + " answered 404, not in a registry's JSON at orders value.");
    }

    @Test
    void mustBeAssociatedWithoutAFallback() {
        stubbed.registry.on(ASSOCIATION, 200, "[]");
        AvroConverter values = stubbed.values(
                "value.subject.name.strategy", "AssociatedNameStrategy", "subject.name.strategy.fallback.type", "NONE");

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> values.fromConnectData("orders", Schema.STRING_SCHEMA, "hi"))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Cannot write Avro: no subject that the registry associates with topic orders"
                            + " (expected one) at orders value."
                            + " Associate one, or set 'subject.name.strategy.fallback.type'.");
        }
        assertThat(stubbed.registry.requests()).hasSize(1);
    }

    @Test
    void mustBeTheOnlyOneAssociated() {
        stubbed.registry.on(ASSOCIATION, 200, "[{\"subject\":\"a\"},{\"subject\":\"b\"}]");
        AvroConverter values = stubbed.values("value.subject.name.strategy", "AssociatedNameStrategy");

        assertThatThrownBy(() -> values.fromConnectData("orders", Schema.STRING_SCHEMA, "hi"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot find the subject associated with topic orders: the subjects [a, b] (expected one)"
                        + " at orders value. Leave one association, or name the topic's Kafka cluster in"
                        + " 'subject.name.strategy.kafka.cluster.id'.");
    }

    @Test
    void areAskedForInTheConfiguredCluster() {
        stubbed.registry.on(ASSOCIATION.replace("/-/", "/lkc-1/"), 200, "[{\"subject\":\"sales\"}]");
        AvroConverter values = stubbed.values(
                "value.subject.name.strategy",
                "AssociatedNameStrategy",
                "subject.name.strategy.kafka.cluster.id",
                "lkc-1");

        assertThat(subjectOf(values, Schema.STRING_SCHEMA, "hi")).isEqualTo("sales");
    }
}
