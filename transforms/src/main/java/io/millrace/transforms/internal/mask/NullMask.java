// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import org.apache.kafka.connect.data.Schema;

/** Nothing in the place of a value, of whatever type. */
final class NullMask implements Mask {
    @Override
    public Masked on(Schema schema) {
        return new Masked(MaskSchemas.optional(schema), value -> null);
    }

    @Override
    public String fits() {
        return "everything";
    }

    @Override
    public String name() {
        return "null";
    }

    @Override
    public boolean isConstant() {
        return true;
    }
}
