// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import org.apache.kafka.connect.data.Schema;

/** The field is gone, from the schema too. */
final class DropMask implements Mask {
    @Override
    public Masked on(Schema schema) {
        return new Masked(schema, value -> null);
    }

    @Override
    public String fits() {
        return "fields and map entries";
    }

    @Override
    public String name() {
        return "drop";
    }

    @Override
    public boolean isConstant() {
        return true;
    }

    @Override
    public boolean drops() {
        return true;
    }
}
