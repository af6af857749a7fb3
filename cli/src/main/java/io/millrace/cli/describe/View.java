// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.util.List;

/** A form to show plugins in. */
interface View {
    /** Which there are. */
    String list(List<Plugin> plugins);

    /** One with its settings; {@code versions} are all that there are of it, itself too. */
    String page(Plugin plugin, Settings settings, List<Plugin> versions);
}
