// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import java.time.ZoneId;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * What values of each logical type become: the settings of {@link TypeOptions} as values.
 *
 * @param decimalScale digits after the point where the column's own type does not say how many
 * @param zone where local date-times are to be understood; null leaves them local
 */
public record TypePolicy(
        Decimal decimal,
        int decimalScale,
        Digits decimalDigits,
        Temporal temporal,
        @Nullable ZoneId zone,
        Digits temporalDigits,
        Years years,
        Misfit outOfRange,
        Misfit infinity,
        Misfit zeroDate,
        Others others) {
    public enum Decimal {
        KEEP,
        DECIMAL,
        STRING,
        DOUBLE
    }

    public enum Temporal {
        KEEP,
        CONNECT,
        MICROS,
        ISO
    }

    /** What to do with digits that the target has no room for. */
    public enum Digits {
        FAIL,
        TRUNCATE,
        ROUND
    }

    /** Which years a date or timestamp may have. */
    public enum Years {
        ALL,
        COMMON
    }

    /** What to do with a value that the target cannot hold. */
    public enum Misfit {
        FAIL,
        CLAMP,
        NULL,
        STRING
    }

    public enum Text {
        KEEP,
        STRING
    }

    public enum Bits {
        KEEP,
        BYTES,
        INT64,
        STRING
    }

    public enum Sets {
        KEEP,
        STRING,
        ARRAY
    }

    public enum Interval {
        KEEP,
        ISO,
        MICROS
    }

    public enum Geometry {
        KEEP,
        WKB,
        EWKB,
        WKT,
        GEOJSON
    }

    public enum Uuid {
        KEEP,
        STRING,
        BYTES
    }

    public enum Binary {
        KEEP,
        BASE64,
        BASE64_URL_SAFE,
        HEX
    }

    public enum Vector {
        KEEP,
        ARRAY,
        JSON
    }

    public enum Maps {
        KEEP,
        JSON,
        MAP
    }

    public enum Int8 {
        INT16,
        KEEP
    }

    /** The types that are neither numbers nor times. */
    public record Others(
            Text json,
            Text text,
            Text enums,
            Sets sets,
            Bits bits,
            Interval interval,
            Geometry geometry,
            Uuid uuid,
            Binary binary,
            Vector vector,
            Maps maps,
            Int8 int8) {
        boolean isKeep() {
            return json == Text.KEEP
                    && text == Text.KEEP
                    && enums == Text.KEEP
                    && sets == Sets.KEEP
                    && bits == Bits.KEEP
                    && interval == Interval.KEEP
                    && geometry == Geometry.KEEP
                    && uuid == Uuid.KEEP
                    && binary == Binary.KEEP
                    && vector == Vector.KEEP
                    && maps == Maps.KEEP;
        }
    }

    public static TypePolicy of(AbstractConfig config) {
        return TypeOptions.policy(config);
    }

    /** Whether every value stays as it is, but for int8, which {@link Int8#INT16} makes an int16 of. */
    public boolean isKeep() {
        return decimal == Decimal.KEEP && temporal == Temporal.KEEP && others.isKeep();
    }

    /** Whether a misfit of these is written as text, which makes text of the whole column. */
    public static boolean anyText(Misfit... choices) {
        for (Misfit choice : choices) {
            if (choice == Misfit.STRING) {
                return true;
            }
        }
        return false;
    }
}
