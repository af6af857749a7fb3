// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StorageClass;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a manifest, told without a cluster. Strimzi's kinds are held against its definitions; Kubernetes'
 * own against the classes that its Java client generates from the API's description, which refuse unknown fields, missing
 * ones and wrong types; kinds of other operators against schemas written for these tests.
 */
final class ManifestCheck {
    private interface Check {
        void accept(JsonElement manifest) throws IOException;
    }

    private static final Map<String, Check> KUBERNETES = Map.of(
            "v1/ConfigMap", V1ConfigMap::validateJsonElement,
            "v1/Namespace", V1Namespace::validateJsonElement,
            "v1/Service", V1Service::validateJsonElement,
            "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
            "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "rbac.authorization.k8s.io/v1/Role", V1Role::validateJsonElement,
            "rbac.authorization.k8s.io/v1/RoleBinding", V1RoleBinding::validateJsonElement,
            "storage.k8s.io/v1/StorageClass", V1StorageClass::validateJsonElement);
    private static final Set<String> OTHERS = Set.of(
            "external-secrets.io/v1/ExternalSecret",
            "monitoring.coreos.com/v1/PodMonitor",
            "monitoring.coreos.com/v1/PrometheusRule",
            "monitoring.coreos.com/v1alpha1/AlertmanagerConfig",
            "spark.apache.org/v1/SparkApplication",
            "sparkoperator.k8s.io/v1beta2/SparkApplication");

    /** Where kinds of other operators have a pod template of Kubernetes. */
    private static final List<String> POD_TEMPLATES = List.of(
            "/spec/driverSpec/podTemplateSpec",
            "/spec/executorSpec/podTemplateSpec",
            "/spec/driver/template",
            "/spec/executor/template");

    private final StrimziSchemas strimzi = new StrimziSchemas();

    List<String> problems(Manifest manifest) {
        String key = manifest.apiVersion() + "/" + manifest.kind();
        if (KUBERNETES.containsKey(key)) {
            return kubernetes(KUBERNETES.get(key), manifest.tree().toString());
        }
        List<String> problems = new ArrayList<>(kubernetes(
                V1ObjectMeta::validateJsonElement, manifest.at("/metadata").toString()));
        if (OTHERS.contains(key)) {
            problems.addAll(other(manifest));
            problems.addAll(podTemplates(manifest));
        } else {
            problems.addAll(strimzi.problems(manifest));
            problems.addAll(OperatorRules.problems(manifest));
        }
        return problems;
    }

    private static List<String> kubernetes(Check check, String json) {
        try {
            check.accept(JsonParser.parseString(json));
            return List.of();
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> podTemplates(Manifest manifest) {
        return POD_TEMPLATES.stream()
                .map(manifest::at)
                .filter(JsonNode::isObject)
                .flatMap(template -> kubernetes(V1PodTemplateSpec::validateJsonElement, template.toString()).stream())
                .toList();
    }

    private static List<String> other(Manifest manifest) {
        Path file = Manifests.FOLDER.resolve("src/test/resources/schemas/"
                + manifest.apiVersion().replaceFirst("/.*", "") + "/" + manifest.kind() + ".yaml");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Manifests.yaml(Manifests.text(file)))
                .validate(manifest.tree())
                .stream()
                .map(Object::toString)
                .toList();
    }
}
