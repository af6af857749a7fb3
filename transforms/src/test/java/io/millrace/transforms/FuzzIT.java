// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.Fuzzing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that nobody has thought of. */
class FuzzIT {
    @ParameterizedTest
    @ValueSource(classes = {NormalizeFuzz.class, MaskFuzz.class})
    void throwsNothingButDataExceptionsWhateverMapsCome(Class<?> target) throws Exception {
        Fuzzing.run(target);
    }
}
