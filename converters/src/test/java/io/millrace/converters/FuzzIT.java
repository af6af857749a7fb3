// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.internal.avro.ReadFuzz;
import io.millrace.converters.internal.wire.DecodeFuzz;
import io.millrace.testkit.Fuzzing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that nobody has thought of. */
class FuzzIT {
    @ParameterizedTest
    @ValueSource(classes = {DecodeFuzz.class, ReadFuzz.class})
    void throwsNothingButDataExceptionsWhateverBytesCome(Class<?> target) throws Exception {
        Fuzzing.run(target);
    }
}
