// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

/** Kubernetes' pod security standards. */
final class PodSecurity {
    private PodSecurity() {}

    /** The standard "restricted", as far as manifests can say it. */
    static void assertRestricted(Manifest manifest, String pod, String container) {
        assertThat(manifest.at(pod + "/securityContext/runAsNonRoot").asBoolean())
                .isTrue();
        assertThat(manifest.text(pod + "/securityContext/seccompProfile/type")).isEqualTo("RuntimeDefault");
        assertThat(manifest.at(container + "/securityContext/allowPrivilegeEscalation")
                        .asBoolean(true))
                .isFalse();
        assertThat(manifest.texts(container + "/securityContext/capabilities/drop"))
                .containsExactly("ALL");
    }
}
