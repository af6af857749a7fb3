// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableRouteTest {
    @Test
    void putsTopicAndTableIntoTheFormat() {
        assertThat(new TableRoute("public", "${topic}").table("curated.shop.order-items"))
                .isEqualTo(new TableName("public", "curated_shop_order_items"));
        assertThat(new TableRoute("public", "shop_${table}").table("curated.shop.orders"))
                .isEqualTo(new TableName("public", "shop_orders"));
        assertThat(new TableRoute("public", "device_events").table("devices.events"))
                .isEqualTo(new TableName("public", "device_events"));
    }

    @Test
    void letsTheFormatChooseTheSchema() {
        assertThat(new TableRoute("public", "analytics.${table}").table("orders"))
                .isEqualTo(new TableName("analytics", "orders"));
    }
}
