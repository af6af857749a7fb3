// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.changes.internal.types.TypePolicy.Decimal;
import io.millrace.changes.internal.types.TypePolicy.Digits;
import io.millrace.changes.internal.types.TypePolicy.Int8;
import io.millrace.changes.internal.types.TypePolicy.Misfit;
import io.millrace.changes.internal.types.TypePolicy.Temporal;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeOptionsTest {
    @Test
    void keepsEveryValueByDefault() {
        TypePolicy policy = Types.policy();

        assertThat(policy.isKeep()).isTrue();
        assertThat(policy.decimal()).isEqualTo(Decimal.KEEP);
        assertThat(policy.temporal()).isEqualTo(Temporal.KEEP);
        assertThat(policy.zone()).isNull();
        assertThat(policy.outOfRange()).isEqualTo(Misfit.FAIL);
        assertThat(policy.others().int8()).isEqualTo(Int8.INT16);
    }

    @Test
    void readsEveryKey() {
        TypePolicy policy = Types.policy(
                "decimal",
                "decimal",
                "decimal.scale",
                "9",
                "decimal.digits",
                "round",
                "temporal",
                "micros",
                "temporal.zone",
                "Europe/Zurich",
                "temporal.digits",
                "truncate",
                "temporal.years",
                "common",
                "out.of.range",
                "clamp",
                "infinity",
                "null",
                "zero.date",
                "string",
                "interval",
                "iso",
                "json",
                "string",
                "text",
                "string",
                "enum",
                "string",
                "set",
                "array",
                "bits",
                "int64",
                "binary",
                "base64.url.safe",
                "uuid",
                "bytes",
                "geometry",
                "geojson",
                "vector",
                "json",
                "map",
                "map",
                "int8",
                "keep");

        assertThat(policy)
                .isEqualTo(new TypePolicy(
                        Decimal.DECIMAL,
                        9,
                        Digits.ROUND,
                        Temporal.MICROS,
                        ZoneId.of("Europe/Zurich"),
                        Digits.TRUNCATE,
                        TypePolicy.Years.COMMON,
                        Misfit.CLAMP,
                        Misfit.NULL,
                        Misfit.STRING,
                        new TypePolicy.Others(
                                TypePolicy.Text.STRING,
                                TypePolicy.Text.STRING,
                                TypePolicy.Text.STRING,
                                TypePolicy.Sets.ARRAY,
                                TypePolicy.Bits.INT64,
                                TypePolicy.Interval.ISO,
                                TypePolicy.Geometry.GEOJSON,
                                TypePolicy.Uuid.BYTES,
                                TypePolicy.Binary.BASE64_URL_SAFE,
                                TypePolicy.Vector.JSON,
                                TypePolicy.Maps.MAP,
                                Int8.KEEP)));
        assertThat(policy.isKeep()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal | exact | expected keep, decimal, string or double. Omit it for the default, keep.",
                "decimal.scale | -1 | expected 0 to 1000. Omit it for the default, 18.",
                "decimal.digits | drop | expected fail, truncate or round. Omit it for the default, fail.",
                "temporal | millis | expected keep, connect, micros or iso. Omit it for the default, keep.",
                "temporal.zone | Mars/Base | "
                        + "expected a time zone such as Europe/Zurich, UTC or +02:00. Omit it for the default, none.",
                "temporal.years | few | expected all or common. Omit it for the default, all.",
                "infinity | max | expected fail, clamp, null or string. Omit it for the default, fail.",
                "geometry | svg | expected keep, wkb, ewkb, wkt or geojson. Omit it for the default, keep.",
                "binary | base32 | expected keep, base64, base64.url.safe or hex. Omit it for the default, keep.",
            })
    void refusesOtherValues(String key, String value, String expected) {
        assertThatThrownBy(() -> Types.policy(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration types." + key + ": " + expected);
    }

    @Test
    void refusesAZoneThatWouldChangeNothing() {
        assertThatThrownBy(() -> Types.policy("temporal.zone", "UTC"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value UTC for configuration types.temporal.zone: expected nothing, since "
                        + "types.temporal=keep changes no date-time. Set types.temporal to connect, micros or iso.");
    }

    @Test
    void namesAndDescribesItsKeys() {
        Pattern name = Pattern.compile("types(\\.[a-z0-9]+)+");
        for (ConfigDef.ConfigKey key :
                TypeOptions.define(new ConfigDef()).configKeys().values()) {
            assertThat(key.name).matches(name);
            assertThat(key.documentation).as(key.name).endsWith(".");
            assertThat(key.group).isEqualTo("Types");
            assertThat(key.orderInGroup).isPositive();
            assertThat(key.displayName).isNotEqualTo(key.name);
        }
    }
}
