// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.FieldPath;
import java.util.List;

/** Which fields are masked, and how. */
record MaskRule(List<FieldPath> fields, Mask mask) {
    MaskRule {
        fields = List.copyOf(fields);
    }
}
