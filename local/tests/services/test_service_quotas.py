"""The quota that mm asks for before a deployment."""
import pytest
from botocore.exceptions import ClientError


def test_the_quota_of_fargate(aws):
    quota = aws('service-quotas').get_service_quota(ServiceCode='fargate', QuotaCode='L-3032A538')['Quota']
    assert quota['QuotaName'] == 'Fargate On-Demand vCPU resource count' and quota['Value'] > 100


def test_any_other_is_not_known(aws):
    with pytest.raises(ClientError, match='NoSuchResourceException'):
        aws('service-quotas').get_service_quota(ServiceCode='ec2', QuotaCode='L-1216C47A')


def test_nor_is_any_other_question(aws):
    with pytest.raises(ClientError, match='UnknownOperationException'):
        aws('service-quotas').list_services()
