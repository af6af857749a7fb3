// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns events have, whatever their schema has. */
class DeviceEventsTest {
    private final SparkSession session = LocalSpark.session();
    private final Dataset<Row> values =
            TestEvent.values(session, List.of(TestEvent.event("e1", "d1", "open", "0:00")), 0);

    @Test
    void hasEveryColumnWhateverTheSchemaLacks() {
        Dataset<Row> events = DeviceEvents.of(values.drop("platform", "user_id"), "$.country");

        assertThat(events.columns())
                .containsExactly(
                        "_topic",
                        "_partition",
                        "_offset",
                        "event_id",
                        "device_id",
                        "user_id",
                        "sequence",
                        "type",
                        "occurred_at",
                        "received_at",
                        "platform",
                        "app_version",
                        "country");
        assertThat(events.first().isNullAt(events.schema().fieldIndex("platform")))
                .isTrue();
    }

    @Test
    void refusesATopicOfSomethingElse() {
        assertThatThrownBy(() -> DeviceEvents.of(values.select("_topic", "event_id", "type"), "$.country"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot read device events: found no [device_id, occurred_at, received_at] among"
                        + " [_topic, event_id, type] (expected all of [event_id, device_id, type, occurred_at,"
                        + " received_at]). Check that the topic holds io.millrace.DeviceEvent.");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sv-SE, SE",
                "sv_se, SE",
                "zh-Hant-TW, TW",
                "zh-yue-Hant-HK, HK",
                "en_US.UTF-8, US",
                "en-GB-oxendict, GB",
                "sv, -",
                "es-419, -",
                "zh-Hant, -",
                "'', -",
                "-, -"
            })
    void takesTheCountryFromTheRegionOfTheLocale(String locale, String country) {
        assertThat(country(values.withColumn("locale", lit(locale)))).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"geo\":{\"country\":\"NO\"}} | NO",
                "{\"geo\":{\"country\":\"\"}}   | SE",
                "{\"geo\":{\"country\":null}}   | SE",
                "{\"geo\":7}                    | SE",
                "not JSON                       | SE",
                "-                              | SE"
            })
    void takesTheCountryFromThePropertiesFirst(String properties, String country) {
        assertThat(country(values.withColumn("properties", lit(properties)).withColumn("locale", lit("sv-SE"))))
                .isEqualTo(country);
    }

    @Test
    void takesTheCountryFromItsColumnBeforeAll() {
        assertThat(country(values.withColumn("country", lit("DK"))
                        .withColumn("properties", lit("{\"geo\":{\"country\":\"NO\"}}"))))
                .isEqualTo("DK");
    }

    @Test
    void hasNoTextThatPostgresHasNot() {
        Row event = DeviceEvents.of(values.withColumn("type", lit("a\u0000b")), "$.country")
                .first();

        assertThat(event.<String>getAs("type")).isEqualTo("a\uFFFDb");
    }

    private static String country(Dataset<Row> values) {
        return DeviceEvents.of(values, "$.geo.country").first().getAs("country");
    }
}
