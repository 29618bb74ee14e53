/** CipherTrust Manager, CCKM, "Uploading Salesforce Tenant Secrets": the Example Response, as the page prints it. */
export const cckmUploadResponse = {
  'byok response': {
    id: 'a2c9f01e-48fd-4a82-bf40-918e581b3255',
    uri: 'kylo:kylo:cckm:Tenant_Secret:a2c9f01e-48fd-4a82-bf40-918e581b3255',
    account: 'kylo:kylo:admin:accounts:kylo',
    createdAt: '2021-07-03T20:32:31.526936169Z',
    updatedAt: '2021-07-03T20:32:31.524915269Z',
    cloud_name: 'sfdc',
    name: 'IsaTS',
    sfdc_organization_id: '00DB000000040bIMAQ',
    key_type: 'byok',
    error_msg: '',
    sfdc_params: {
      salesforce_id: '02GB0000000HYQOMA4',
      created_by_id: '005B00000021BO4IAM',
      last_modified_date: '2021-07-03T20:32:31.000+0000',
      last_modified_by_id: '005B00000021BO4IAM',
      system_modstamp: '2021-07-03T20:32:31.000+0000',
      secret_value_hash: 'UNKNOWM=',
      secret_value:
        'CgMyMzISEK021JIPS7SkAxiHU9zDyqIaMNASJMB5cRR6oGnhj2+6zZkXMAVAtpsb7IFI6jjrhh1a9CIBgAuUlTzR4AtiIuKEig==',
      version: 2112,
      status: 'ACTIVE',
      source: 'HSM',
      type: 'Data',
    },
    tenant_secret_backup: {
      backup_key_name: '00DB000000040bIMAQ:Data:2112:02GB0000000HYQOMA4',
      backup_key_tier: 'local',
    },
    key_upload_params: {
      source_key_tier: 'local',
      source_key_id: '626fdff442284cf1ad4b9030c21bfcddb2004e1cfd2b420da7c33d7f50e78c91',
      source_key_name: 'sfdc_key1',
    },
  },
};
