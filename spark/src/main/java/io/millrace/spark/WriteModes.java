// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.TableOptions.WriteMode;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Write modes by Iceberg's names. */
final class WriteModes implements ITypeConverter<WriteMode> {
    @Override
    public WriteMode convert(String text) {
        return Arrays.stream(WriteMode.values())
                .filter(mode -> mode.label().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no write mode (expected merge-on-read or copy-on-write)"));
    }
}
