"""Files of deploy/ agree with each other, with the image and with the code's settings."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CLUSTER = ROOT / "deploy/kubernetes"
FOREIGN = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "PGDATA", "DATABASE_PASSWORD"}
FOREIGN |= {"FORWARDED_ALLOW_IPS"}  # read by uvicorn


def documents():
    """Every object that the cluster gets."""
    names = yaml.safe_load((CLUSTER / "kustomization.yaml").read_text())["resources"]
    return [
        found
        for name in [*names, "secret.example.yaml"]
        for found in yaml.safe_load_all((CLUSTER / name).read_text())
    ]


def kinds(*wanted):
    return [found for found in documents() if found["kind"] in wanted]


def compose(name):
    return yaml.safe_load((ROOT / name).read_text())["services"]


def pods():
    for found in kinds("Deployment", "StatefulSet"):
        yield found["metadata"]["name"], found["spec"]["template"]


PODS = dict(pods())


def test_selectors_find_pods():
    labels = [template["metadata"]["labels"] for template in PODS.values()]
    for service in kinds("Service"):
        if service["metadata"]["name"] != "wicklab-nothing":
            assert service["spec"]["selector"] in labels, service["metadata"]["name"]
    for found in kinds("Deployment", "StatefulSet"):
        wanted = found["spec"]["selector"]["matchLabels"]
        assert wanted == found["spec"]["template"]["metadata"]["labels"]
    for found in kinds("PodDisruptionBudget"):
        assert found["spec"]["selector"]["matchLabels"] in labels
    for found in kinds("HorizontalPodAutoscaler"):
        assert found["spec"]["scaleTargetRef"]["name"] in PODS


def test_services_name_ports_that_are_open():
    for service in kinds("Service"):
        selector = service["spec"]["selector"]
        for template in PODS.values():
            if template["metadata"]["labels"] != selector:
                continue
            open_ports = {
                port["name"]
                for container in template["spec"]["containers"]
                for port in container.get("ports", [])
            }
            assert {port["targetPort"] for port in service["spec"]["ports"]} <= open_ports


@pytest.mark.parametrize("name", PODS)
def test_pods_run_as_somebody_with_limits_and_nothing_writable(name):
    pod = PODS[name]["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert "memory" in container["resources"]["limits"]
        if container["image"] == "wicklab":
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert [mount["mountPath"] for mount in container["volumeMounts"]] == ["/tmp"]


def test_the_pod_is_the_user_that_the_image_names():
    user = re.search(r"(?m)^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text())
    context = PODS["wicklab"]["spec"]["securityContext"]
    assert user.groups() == (str(context["runAsUser"]), str(context["runAsGroup"]))


def test_names_in_addresses_are_services():
    text = "".join(path.read_text() for path in CLUSTER.glob("*.yaml"))
    services = {service["metadata"]["name"] for service in kinds("Service")}
    hosts = set(re.findall(r"(?:@|//)([a-z-]+):\d+", text))
    assert hosts
    assert hosts <= services


@pytest.mark.parametrize("name", ["compose.yaml", "deploy/compose.school.yaml"])
def test_services_of_the_image_are_locked_down(name):
    for service in compose(name).values():
        assert "mem_limit" in service
        if service["image"] == "wicklab":
            assert service["read_only"]
            assert service["cap_drop"] == ["ALL"]
            assert "no-new-privileges:true" in service["security_opt"]


def test_the_proxy_knows_the_servers_of_the_school():
    addresses = {
        service["networks"]["inside"]["ipv4_address"]
        for name, service in compose("deploy/compose.school.yaml").items()
        if name.startswith("app")
    }
    listed = (ROOT / "deploy/nginx/servers.conf").read_text()
    assert set(re.findall(r"(?m)^server ([\d.]+):8501 ", listed)) == addresses
    assert len(addresses) >= 2


def test_every_setting_is_one_that_the_code_reads():
    code = "".join(path.read_text() for path in (ROOT / "ui").rglob("*.py"))
    named = {
        name
        for file in ("compose.yaml", "deploy/compose.school.yaml")
        for service in compose(file).values()
        for name in service.get("environment", {})
    } | {name for secret in kinds("Secret") for name in secret["stringData"]}
    for name in named - FOREIGN:
        assert name.startswith("STREAMLIT_") or f'"{name}"' in code, name
