// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes the elements of a list. */
record ListChange(Mask.Change element) implements Mask.Change {
    @Override
    public Object apply(Object value) {
        List<?> list = (List<?>) value;
        List<@Nullable Object> result = new ArrayList<>(list.size());
        for (Object each : list) {
            result.add(each == null ? null : element.apply(each));
        }
        return result;
    }
}
